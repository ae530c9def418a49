%% What after does, when, and when it fails itself.
-module(after_order).
-export([cases/0, once/1, twice/1, in_after/1, after_after/1, value/1, loop/2]).

cases() -> [{F, [X]} || F <- [once, twice, in_after, after_after, value], X <- [1, a, [], {throw, x}, {exit, y}, {error, z}]] ++ [{loop, [N, X]} || N <- [0, 1, 5], X <- [1, {throw, q}]].

act({throw, X}) -> throw(X);
act({exit, X}) -> exit(X);
act({error, X}) -> error(X);
act(X) -> X.
note(X) -> put(log, [X | case get(log) of undefined -> []; L -> L end]).
log() -> case erase(log) of undefined -> []; L -> lists:reverse(L) end.
once(X) -> erase(log), R = (catch try note(in), act(X) after note(out) end), {is_tuple(R), log()}.
twice(X) -> erase(log), R = try try note(a), act(X) after note(b) end catch C:E -> note(c), {C, E} after note(d) end, {R, log()}.
in_after(X) -> R = try try act(X) after throw(from_after) end catch C:E -> {C, E} end, {R, log()}.
after_after(X) -> R = try try note(1) after try act(X) after note(2) end end catch C:E -> {C, E} end, {R, log()}.
value(X) -> erase(log), R = try [X] of L -> try act(hd(L)) of V -> {v, V} after note(in) end catch _:_ -> caught after note(out) end, {R, log()}.
loop(N, X) -> erase(log), R = try loop1(N, X) catch T -> T end, {R, log()}.
loop1(0, X) -> act(X);
loop1(N, X) -> try loop1(N - 1, X) after note(N) end.
