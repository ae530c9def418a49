%% Construction as compilers up to OTP 24 emit it, in front of funs, floats and tuples: the instruction that makes the bitstring
%% also makes sure of the heap for them, by a list of kinds and counts.
-module(stepwise_allocation).
-if(?OTP_RELEASE < 27).
-compile(r24).
-endif.
-export([cases/0, with_fun/2, in_frame/1, with_float/2, with_both/3, appended/2, funs/0, bits/2, sized/1, guarded/1]).

cases() ->
    [{with_fun, [<<"some text">>, [1, 2]]}, {in_frame, [[a, b, c]]}, {with_float, [<<1, 2, 3>>, 2.5]},
     {with_both, [<<"abc">>, 1.5, k]}, {appended, [<<"grown">>, [x, y]]}, {funs, []}, {bits, [<<5:3>>, [q]]}]
        ++ [{sized, [N]} || N <- [0, 1, 7, 64, 65, 300]]
        ++ [{guarded, [T]} || T <- [<<"x">>, <<1:3>>, atom, 5]].

with_fun(Text, List) ->
    Made = <<"pre:", Text/binary, ":post">>,
    Fun = fun(X) -> {X, Made, List} end,
    Fun(hd([there | List])).

in_frame(List) ->
    Count = length(List),
    Text = text(Count),
    Bytes = <<"there are ", Text/binary, " of them">>,
    each(fun(E) -> {E, Bytes, Count} end, List).

text(N) -> integer_to_binary(N).

with_float(Bytes, Float) ->
    Sum = Float * 2.0,
    Made = <<Bytes/binary, 0>>,
    {Made, Sum + 1.0, [Sum | Made]}.

with_both(Bytes, Float, Key) ->
    Twice = Float + Float,
    Made = <<0, Bytes/binary, 255>>,
    {fun() -> {Key, Twice, Made} end(), {Twice, Made}}.

appended(Bytes, List) ->
    More = <<Bytes/binary, "and more">>,
    {each(fun(E) -> {E, More} end, List), More}.

funs() -> [F(N) || {F, N} <- grown(<<>>, 40, [])].

grown(_, 0, Funs) -> Funs;
grown(Bytes, N, Funs) ->
    More = <<Bytes/binary, N>>,
    grown(More, N - 1, [{fun(K) -> {K, N, More} end, N} | Funs]).

bits(Bits, List) ->
    Made = <<1:1, Bits/bitstring, 0:5>>,
    each(fun(E) -> {E, Made} end, List).

sized(Size) ->
    List = binary_to_list(<<0:Size/unit:8>>),
    Made = <<7:Size/unit:8>>,
    byte_size((fun() -> <<Made/binary, (length(List)):16>> end)()).

each(F, [E | T]) -> [F(E) | each(F, T)];
each(_, []) -> [].

guarded(Term) ->
    try
        Made = <<"g", Term/bitstring>>,
        Fun = fun() -> [Made, Term] end,
        Fun()
    catch
        Class:Reason -> {Class, Reason}
    end.
