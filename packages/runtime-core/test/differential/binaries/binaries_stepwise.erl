%% The cases of binaries.erl with the instructions that compilers up to OTP 24 emit.
-module(binaries_stepwise).
-if(?OTP_RELEASE < 27).
-compile(r24).
-endif.
-include("binaries.hrl").
