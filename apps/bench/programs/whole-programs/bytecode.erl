%% An interpreter loop: a stack machine's instructions in a tuple, registers in a map and a tuple.
-module(bytecode).
-export([main/0]).

main() ->
    Program = {{push, 0}, {store, sum}, {push, 30000}, {store, n},
               {load, n}, {jump_zero, 20},
               {load, sum}, {load, n}, {load, n}, mul, {push, 1009}, modulo, add, {push, 65537}, modulo, {store, sum},
               {load, n}, {push, 1}, sub, {store_jump, n, 5},
               {load, sum}, halt},
    loop(Program, 1, [], #{}, 0).

loop(Program, At, Stack, Vars, Steps) ->
    case element(At, Program) of
        {push, Value} -> loop(Program, At + 1, [Value | Stack], Vars, Steps + 1);
        {load, Name} -> loop(Program, At + 1, [maps:get(Name, Vars) | Stack], Vars, Steps + 1);
        {store, Name} -> loop(Program, At + 1, tl(Stack), Vars#{Name => hd(Stack)}, Steps + 1);
        {store_jump, Name, To} -> loop(Program, To, tl(Stack), Vars#{Name := hd(Stack)}, Steps + 1);
        {jump_zero, To} ->
            case Stack of
                [0 | Rest] -> loop(Program, To + 1, Rest, Vars, Steps + 1);
                [_ | Rest] -> loop(Program, At + 1, Rest, Vars, Steps + 1)
            end;
        add -> [B, A | Rest] = Stack, loop(Program, At + 1, [A + B | Rest], Vars, Steps + 1);
        sub -> [B, A | Rest] = Stack, loop(Program, At + 1, [A - B | Rest], Vars, Steps + 1);
        mul -> [B, A | Rest] = Stack, loop(Program, At + 1, [A * B | Rest], Vars, Steps + 1);
        modulo -> [B, A | Rest] = Stack, loop(Program, At + 1, [A rem B | Rest], Vars, Steps + 1);
        halt -> {hd(Stack), Steps}
    end.
