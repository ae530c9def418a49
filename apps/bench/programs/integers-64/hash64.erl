%% FNV-1a and a hash with rotations over the bytes of a binary, in 64 bits.
-module(hash64).
-export([main/0]).

main() ->
    Data = << <<(N * 131)>> || N <- count(20000, []) >>,
    {fnv(Data, 16#cbf29ce484222325), rotating(Data, 0), signed(Data, 0)}.

count(0, List) -> List;
count(N, List) -> count(N - 1, [N | List]).

fnv(<<>>, Hash) -> Hash;
fnv(<<Byte, Rest/binary>>, Hash) -> fnv(Rest, ((Hash bxor Byte) * 16#100000001b3) band 16#ffffffffffffffff).

rotating(<<>>, Hash) -> Hash;
rotating(<<Byte, Rest/binary>>, Hash) ->
    Rotated = ((Hash bsl 5) bor (Hash bsr 59)) band 16#ffffffffffffffff,
    rotating(Rest, Rotated bxor Byte).

%% Values that go beyond 28 bits and come back, with signs.
signed(<<>>, Sum) -> Sum;
signed(<<Byte, Rest/binary>>, Sum) ->
    Next = Sum * 33 - Byte * 1000003,
    signed(Rest, if Next < -1000000000000; Next > 1000000000000 -> Next rem 999999937; true -> Next end).
