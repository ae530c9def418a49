%% Comparison with the empty binary, at which loops over binaries end.
-module(empty_binaries).
-export([cases/0, exact/1, other_way/1, not_exact/1, loose/1, guarded/2, loop/2, value/1, in_a_frame/1, nested/1]).

cases() ->
    Large = binary:copy(<<"0123456789">>, 20),
    Tail = fun(Skip) -> <<_:Skip/bits, Rest/bits>> = Large, Rest end,
    Values = [<<>>, <<0>>, <<0:1>>, <<1:7>>, <<"a">>, Large, Tail(1592), Tail(1599), Tail(1600), binary:part(Large, 200, 0), binary:part(<<"abc">>, 3, 0),
              list_to_binary([]), <<Large:0/binary>>, <<Large/binary, "x">>, [], "", {}, {<<>>}, [<<>>], 0, -1, 1 bsl 40, 1 bsl 80, 1.5, a, '', #{}, #{<<>> => <<>>}, self, nil],
    [{F, [X]} || F <- [exact, other_way, not_exact, loose, value, in_a_frame, nested], X <- Values] ++
        [{guarded, [X, Y]} || X <- [<<>>, <<1:1>>, a], Y <- [<<>>, b]] ++
        [{loop, [X, 0]} || X <- Values, is_bitstring(X)].

exact(X) when X =:= <<>> -> empty;
exact(X) -> {other, X}.

other_way(X) when <<>> =:= X -> empty;
other_way(_) -> other.

not_exact(X) when X =/= <<>> -> other;
not_exact(_) -> empty.

loose(X) -> {X == <<>>, X /= <<>>, <<>> == X, X < <<>>, X > <<>>}.

guarded(X, Y) when X =:= <<>>, Y =/= <<>> -> first;
guarded(X, Y) when X =:= <<>>; Y =:= <<>> -> one;
guarded(_, _) -> none.

loop(<<>>, N) -> {done, N};
loop(X, N) when is_atom(N) -> X;
loop(<<_:1, Rest/bits>>, N) -> loop(Rest, N + 1).

value(X) -> [X =:= <<>>, X =/= <<>>, not (X =:= <<>>)].

%% Of a Y register, with a call between.
in_a_frame(X) ->
    A = value(X),
    B = X =:= <<>>,
    C = value(A),
    {A, B, C, X =:= <<>>}.

nested(X) ->
    case {X, X} of
        {<<>>, <<>>} -> both;
        {Y, _} when Y =:= <<>> -> never;
        _ -> none
    end.
