%% An interpreter of a language with eight commands.
-module(brainfuck).
-export([cases/0, run/2, steps/1, compile/1]).

cases() -> [{run, [P, I]} || {P, I} <- [{"", ""}, {"+++.", ""}, {"++++++++[>++++++++<-]>+.", ""}, {",.,.", "ab"}, {",[.,]", "echo"}, {"+[-[<<[+[--->]-[<<<]]]>>>-]>-.---.>..>.<<<<-.<+.>>>>>.>.<<.<-.", ""}, {"-.", ""}, {"[", ""}, {"]", ""}, {">+<[->+<]>.", "x"}]] ++ [{steps, [N]} || N <- [0, 1, 50]] ++ [{compile, [P]} || P <- ["++>--<[-]", "[[][]]", "a b", "]", "[["]].

run(P, I) -> case code(P, [], []) of {ok, C} -> try exec(C, {[], 0, []}, I, [], 20000) of {_, _, O, _} -> lists:reverse(O) catch throw:E -> E end; E -> E end.
code([$[ | T], A, S) -> code(T, [], [A | S]);
code([$] | T], A, [B | S]) -> code(T, [{loop, lists:reverse(A)} | B], S);
code([$] | T], _, []) -> {unexpected, T};
code([C | T], A, S) -> code(T, [C | A], S);
code([], A, []) -> {ok, lists:reverse(A)};
code([], _, S) -> {open, length(S)}.
exec(_, _, _, O, 0) -> throw({timeout, lists:reverse(O)});
exec([], T, I, O, _) -> {T, I, O, 0};
exec([{loop, _} | C], {_, 0, _} = T, I, O, N) -> exec(C, T, I, O, N - 1);
exec([{loop, B} | _] = C, T, I, O, N) -> {T2, I2, O2, _} = exec(B, T, I, O, N), exec(C, T2, I2, O2, N - 1);
exec([$+ | C], {L, X, R}, I, O, N) -> exec(C, {L, (X + 1) band 255, R}, I, O, N - 1);
exec([$- | C], {L, X, R}, I, O, N) -> exec(C, {L, (X - 1) band 255, R}, I, O, N - 1);
exec([$> | C], {L, X, []}, I, O, N) -> exec(C, {[X | L], 0, []}, I, O, N - 1);
exec([$> | C], {L, X, [Y | R]}, I, O, N) -> exec(C, {[X | L], Y, R}, I, O, N - 1);
exec([$< | C], {[Y | L], X, R}, I, O, N) -> exec(C, {L, Y, [X | R]}, I, O, N - 1);
exec([$< | C], {[], X, R}, I, O, N) -> exec(C, {[], 0, [X | R]}, I, O, N - 1);
exec([$. | C], {_, X, _} = T, I, O, N) -> exec(C, T, I, [X | O], N - 1);
exec([$, | C], {L, _, R}, [X | I], O, N) -> exec(C, {L, X, R}, I, O, N - 1);
exec([$, | C], {L, _, R}, [], O, N) -> exec(C, {L, 0, R}, [], O, N - 1);
exec([_ | C], T, I, O, N) -> exec(C, T, I, O, N).
steps(N) -> {ok, C} = code("+[]", [], []), try exec(C, {[], 0, []}, [], [], N + 1) catch throw:{timeout, O} -> {timeout, N, O} end.
compile(P) -> code(P, [], []).
