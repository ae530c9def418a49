%% Floats of 16 and 32 bits, rounded once: values beside the middle between two of them.
-module(half_floats).
-export([cases/0, narrow/1, little/1]).

cases() ->
    Middles = [8628.0, 2049.0, 2051.0, 65520.0, 65519.0, 1.00048828125, 1024.5, 5.9604644775390625e-8, 2.98023223876953125e-8, 6.103515625e-5, 16777217.0],
    Near = [M * F || M <- Middles, F <- [1.0, 1.0000000001, 0.9999999999, 1.00000003, 0.99999997, 1.0001, -1.0]],
    [{F, [X]} || F <- [narrow, little], X <- Near].

narrow(X) -> {<<X:16/float>>, <<X:32/float>>}.
little(X) -> <<F:16/float-little>> = <<(X / 8):16/float-little>>, {F, <<1:3, X:16/float>>}.
