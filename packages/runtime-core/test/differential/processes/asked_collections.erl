%% Collections that a program asks for collect all: what nothing refers to is gone after one.
-module(asked_collections).
-export([cases/0, dropped/1, of_another/1, kept/1, minor/1]).

cases() -> [{F, [N]} || F <- [dropped, of_another, kept], N <- [1, 2, 5]] ++ [{minor, [K]} || K <- [minor, major, other]].

binaries() -> {binary, Binaries} = process_info(self(), binary), length(Binaries).

%% Binaries that have lived through a number of collections.
dropped(N) ->
    Before = binaries(),
    Held = held(N, [binary:copy(<<"0123456789">>, 20 + I) || I <- [1, 2, 3]]),
    true = erlang:garbage_collect(),
    {Held, binaries() - Before}.

held(0, Binaries) -> {length(Binaries), byte_size(hd(Binaries))};
held(N, Binaries) ->
    true = erlang:garbage_collect(),
    held(N - 1, Binaries).

of_another(N) ->
    Parent = self(),
    Pid = spawn_link(fun() -> Held = held(N, [binary:copy(<<"abc">>, 100)]), Parent ! {self(), Held}, receive stop -> ok end end),
    Held = receive {Pid, H} -> H end,
    true = erlang:garbage_collect(Pid),
    {binary, Binaries} = process_info(Pid, binary),
    Pid ! stop,
    {Held, length(Binaries)}.

kept(N) ->
    Binaries = [binary:copy(<<I>>, 100) || I <- [1, 2, 3]],
    _ = held(N, Binaries),
    Count = binaries(),
    {[binary:first(B) || B <- Binaries], Count >= 3}.

minor(Kind) -> erlang:garbage_collect(self(), [{type, Kind}]).
