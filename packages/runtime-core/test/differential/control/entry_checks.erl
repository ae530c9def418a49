%% Functions that begin with tests and have a base case, at any turn of which reductions may run out: what they do first must be done once.
-module(entry_checks).
-export([cases/0, bytes/1, bits/1, sum/2, evens/1, depth/2, messages/1, even/1, wide/2]).

cases() ->
    Sizes = [0, 1, 2, 10, 1000, 3999, 4000, 4001, 8500],
    [{F, [N]} || F <- [bytes, bits, evens, messages, even], N <- Sizes] ++ [{sum, [N, 0]} || N <- Sizes] ++ [{depth, [N, a]} || N <- Sizes]
        ++ [{wide, [N, M]} || N <- [0, 3, 5000], M <- [0, 1, 1 bsl 70, -1.5, a]].

%% Matching moves on before it is known which path is taken.
bytes(N) -> erlang:phash2([B * 2 || <<B>> <= binary(N), B rem 3 =/= 0]).

bits(N) -> skim(binary(N), 0).

skim(<<1:1, Rest/bits>>, Sum) -> skim(Rest, Sum + 1);
skim(<<0:1, _:2, Rest/bits>>, Sum) -> 1 + skim(Rest, Sum);
skim(Rest, Sum) -> Sum + bit_size(Rest).

binary(N) -> << <<(I * 7)>> || I <- lists(N, []) >>.

lists(0, List) -> List;
lists(N, List) -> lists(N - 1, [N | List]).

sum(0, Sum) -> Sum;
sum(N, Sum) when N rem 2 =:= 0 -> sum(N - 1, Sum + (N bsl 40));
sum(N, Sum) -> sum(N - 1, Sum - N).

evens(N) -> pick(lists(N, []), 0).

pick([], Sum) -> Sum;
pick([_], Sum) -> Sum;
pick([A, B | Rest], Sum) when A < B -> pick([B | Rest], Sum + 1 + pick([], 0));
pick([_ | Rest], Sum) -> pick(Rest, Sum).

depth(0, A) -> A;
depth(N, A) -> {B} = wrap(depth(N - 1, A)), B.

wrap(a) -> {b};
wrap(b) -> {a}.

%% Without arguments: what is looked at is a message.
messages(N) ->
    [self() ! {item, I} || I <- lists(N, [])],
    self() ! stop,
    length(drain()).

drain() ->
    receive
        stop -> [];
        {item, I} when I rem 5 =:= 0 -> [I | drain()];
        {item, _} -> drain()
    end.

even(0) -> true;
even(N) -> odd(N - 1).

odd(0) -> false;
odd(N) -> even(N - 1).

%% Guards that allocate.
wide(0, Value) -> Value;
wide(N, Value) when Value + 1 > Value -> wide(N - 1, Value + 1);
wide(N, Value) when is_atom(Value) -> wide(N - 1, Value);
wide(N, Value) -> wide(N - 1, Value * 2).
