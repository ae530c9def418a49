%% From OTP 26 on atoms that are keys of a small map are in the order in which they came to be, and not in that of their texts.
-module(key_order).
-export([cases/0, made/2, constant/0, put/1, updated/2, of_list/1, without/2, merged/2, compared/2, sorted/1, encoded/1, nested/1, walked/1, many/1, equal/2]).

cases() ->
    [{made, [1, 2]}, {constant, []}, {put, [5]}, {updated, [#{zulu => 0, mike => 1, alpha => 2}, 9]},
     {of_list, [[{zulu, 1}, {yankee, 2}, {alpha, 3}, {3, c}, {2.5, d}, {<<"b">>, e}]]},
     {without, [#{yankee => 1, zulu => 2, alpha => 3, mike => 4}, [zulu, mike]]},
     {merged, [#{mike => 1, alpha => 2}, #{zulu => 3, alpha => 4}]},
     {compared, [#{zulu => 1, alpha => 9}, #{alpha => 10, zulu => 0}]}, {compared, [#{zulu => 1, beta => 1}, #{alpha => 1, zulu => 1}]},
     {compared, [#{#{zulu => 1, alpha => 2} => 1}, #{#{alpha => 2, zulu => 0} => 1}]},
     {compared, [#{zulu => 1, alpha => 2.0}, #{alpha => 2, zulu => 1}]},
     {sorted, [[#{zulu => 2, alpha => 1}, #{alpha => 1, zulu => 1}, #{mike => 5, alpha => 0}, #{alpha => 1, yankee => 3}]]},
     {encoded, [#{zulu => 1, alpha => 2, mike => 3}]}, {nested, [#{zulu => #{mike => 1, alpha => 2}, alpha => {#{zulu => 1, mike => 2}}}]},
     {walked, [#{zulu => 1, alpha => 2, mike => 3, yankee => 4}]}, {equal, [#{zulu => 1, alpha => 2}, #{alpha => 2, zulu => 1}]}]
        ++ [{many, [N]} || N <- [31, 32, 33]].

%% The atoms come to be in this order.
made(X, Y) ->
    _ = [same(zulu), same(mike), same(yankee), same(alpha), same(november), same(bravo)],
    text(#{zulu => X, mike => Y, alpha => X + Y, 7 => Y, yankee => <<"y">>}).

same(X) -> X.

constant() -> text(#{zulu => 1, mike => 2, alpha => 3, yankee => #{november => 1, bravo => 2}}).

put(X) ->
    M = #{zulu => X},
    [text(M#{alpha => 1, mike => 2}), text(M#{mike => 2}), text((M#{mike => 2})#{alpha => 3, zulu := 4})].

updated(M, X) -> text(M#{alpha := X, zulu := X}).

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

many(N) ->
    M = maps:from_list([{list_to_atom("key" ++ integer_to_list(I)), I} || I <- down(N)]),
    Half = remove([list_to_atom("key" ++ integer_to_list(I)) || I <- down(N), I rem 2 =:= 0], M),
    text(Half).

down(0) -> [];
down(N) -> [N | down(N - 1)].

equal(A, B) -> {A =:= B, text(A) =:= text(B), maps:get(alpha, A), #{A => 1} =:= #{B => 1}}.

%% A map is told by its pairs in order: as a term it is equal whatever order it has.
text(M) when is_map(M) -> pairs(maps:keys(M), maps:values(M));
text(T) when is_tuple(T) -> list_to_tuple([text(E) || E <- tuple_to_list(T)]);
text(T) -> T.

pairs([K | Keys], [V | Values]) -> [{text(K), text(V)} | pairs(Keys, Values)];
pairs([], []) -> [].
