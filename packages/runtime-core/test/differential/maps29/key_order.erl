%% From OTP 26 on atoms that are keys of a small map are in the order in which they came to be, and not in that of their texts.
-module(key_order).
-export([cases/0, made/2, constant/0, put/1, updated/2, of_list/1, without/2, merged/2, compared/2, sorted/1, encoded/1, nested/1, walked/1, many/1, equal/2]).

cases() ->
    [{made, [1, 2]}, {constant, []}, {put, [5]}, {updated, [#{zulu_key => 0, mike_key => 1, yankee_key => 5, alpha_key => 2, november_key => 6, bravo_key => 7, beta_key => 8}, 9]},
     {of_list, [[{zulu_key, 1}, {yankee_key, 2}, {alpha_key, 3}, {3, c}, {2.5, d}, {<<"b">>, e}]]},
     {without, [#{yankee_key => 1, zulu_key => 2, alpha_key => 3, mike_key => 4}, [zulu_key, mike_key]]},
     {merged, [#{mike_key => 1, alpha_key => 2}, #{zulu_key => 3, alpha_key => 4}]},
     {compared, [#{zulu_key => 1, alpha_key => 9}, #{alpha_key => 10, zulu_key => 0}]}, {compared, [#{zulu_key => 1, beta_key => 1}, #{alpha_key => 1, zulu_key => 1}]},
     {compared, [#{#{zulu_key => 1, alpha_key => 2} => 1}, #{#{alpha_key => 2, zulu_key => 0} => 1}]},
     {compared, [#{zulu_key => 1, alpha_key => 2.0}, #{alpha_key => 2, zulu_key => 1}]},
     {sorted, [[#{zulu_key => 2, alpha_key => 1}, #{alpha_key => 1, zulu_key => 1}, #{mike_key => 5, alpha_key => 0}, #{alpha_key => 1, yankee_key => 3}]]},
     {encoded, [#{zulu_key => 1, alpha_key => 2, mike_key => 3}]}, {nested, [#{zulu_key => #{mike_key => 1, alpha_key => 2}, alpha_key => {#{zulu_key => 1, mike_key => 2}}}]},
     {walked, [#{zulu_key => 1, alpha_key => 2, mike_key => 3, yankee_key => 4}]}, {equal, [#{zulu_key => 1, alpha_key => 2}, #{alpha_key => 2, zulu_key => 1}]}]
        ++ [{many, [N]} || N <- [31, 32, 33]].

%% The atoms come to be in this order, which is that of the first arguments, too.
made(X, Y) ->
    _ = [same(zulu_key), same(mike_key), same(yankee_key), same(alpha_key), same(november_key), same(bravo_key), same(beta_key)],
    text(#{zulu_key => X, mike_key => Y, alpha_key => X + Y, 7 => Y, yankee_key => <<"y">>}).

same(X) -> X.

constant() -> text(#{zulu_key => 1, mike_key => 2, alpha_key => 3, yankee_key => #{november_key => 1, bravo_key => 2}}).

put(X) ->
    M = #{zulu_key => X},
    [text(M#{alpha_key => 1, mike_key => 2}), text(M#{mike_key => 2}), text((M#{mike_key => 2})#{alpha_key => 3, zulu_key := 4})].

updated(M, X) -> text(M#{alpha_key := X, zulu_key := X}).

of_list(L) -> text(maps:from_list(L)).

without(M, Keys) -> text(remove(Keys, M)).

remove([K | Keys], M) -> remove(Keys, maps:remove(K, M));
remove([], M) -> M.

merged(A, B) -> text(maps:merge(A, B)).

compared(A, B) -> {A < B, A > B, A == B, A =:= B}.

sorted(L) -> [text(M) || M <- sort(L)].

sort([]) -> [];
sort([H | T]) -> sort([X || X <- T, X < H]) ++ [H] ++ sort([X || X <- T, X >= H]).

encoded(M) -> {term_to_binary(M, [deterministic]), text(binary_to_term(term_to_binary(M))), erlang:phash2(M)}.

nested(M) -> text(M).

walked(M) -> {maps:keys(M), maps:values(M), [K || {K, V} <- text(M), V > 1]}.

%% The order is that in which atoms were made: each case has its own.
many_key(N, I) -> list_to_atom("many_key" ++ integer_to_list(N) ++ "_" ++ integer_to_list(I)).

many(N) ->
    M = maps:from_list([{many_key(N, I), I} || I <- down(N)]),
    Half = remove([many_key(N, I) || I <- down(N), I rem 2 =:= 0], M),
    text(Half).

down(0) -> [];
down(N) -> [N | down(N - 1)].

equal(A, B) -> {A =:= B, text(A) =:= text(B), maps:get(alpha_key, A), #{A => 1} =:= #{B => 1}}.

%% A map is told by its pairs in order: as a term it is equal whatever order it has.
text(M) when is_map(M) -> pairs(maps:keys(M), maps:values(M));
text(T) when is_tuple(T) -> list_to_tuple([text(E) || E <- tuple_to_list(T)]);
text(T) -> T.

pairs([K | Keys], [V | Values]) -> [{text(K), text(V)} | pairs(Keys, Values)];
pairs([], []) -> [].
