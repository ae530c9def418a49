%% SHA-256 in plain Erlang, over binaries.
-module(sha256).
-export([main/0]).

main() ->
    Data = data(20000, <<>>),
    <<Number:256>> = hash(Data),
    {byte_size(Data), Number}.

data(0, Data) -> Data;
data(N, Data) -> data(N - 1, <<Data/binary, (N * 7)>>).

hash(Data) ->
    Size = bit_size(Data),
    Zeros = (448 - (Size + 1)) band 511,
    blocks(<<Data/binary, 1:1, 0:Zeros, Size:64>>,
           {16#6a09e667, 16#bb67ae85, 16#3c6ef372, 16#a54ff53a, 16#510e527f, 16#9b05688c, 16#1f83d9ab, 16#5be0cd19}).

blocks(<<>>, {A, B, C, D, E, F, G, H}) -> <<A:32, B:32, C:32, D:32, E:32, F:32, G:32, H:32>>;
blocks(<<Block:64/binary, Rest/binary>>, {A, B, C, D, E, F, G, H}) ->
    Words = schedule(16, lists:reverse([W || <<W:32>> <= Block])),
    {A1, B1, C1, D1, E1, F1, G1, H1} = rounds(lists:reverse(Words), constants(), A, B, C, D, E, F, G, H),
    blocks(Rest, {add(A, A1), add(B, B1), add(C, C1), add(D, D1), add(E, E1), add(F, F1), add(G, G1), add(H, H1)}).

schedule(64, Words) -> Words;
schedule(I, [_, W2, _, _, _, _, W7, _, _, _, _, _, _, _, W15, W16 | _] = Words) ->
    S0 = rotate(W15, 7) bxor rotate(W15, 18) bxor (W15 bsr 3),
    S1 = rotate(W2, 17) bxor rotate(W2, 19) bxor (W2 bsr 10),
    schedule(I + 1, [(W16 + S0 + W7 + S1) band 16#ffffffff | Words]).

rounds([], [], A, B, C, D, E, F, G, H) -> {A, B, C, D, E, F, G, H};
rounds([W | Ws], [K | Ks], A, B, C, D, E, F, G, H) ->
    S1 = rotate(E, 6) bxor rotate(E, 11) bxor rotate(E, 25),
    Choice = (E band F) bxor ((bnot E) band G),
    T1 = H + S1 + Choice + K + W,
    S0 = rotate(A, 2) bxor rotate(A, 13) bxor rotate(A, 22),
    Majority = (A band B) bxor (A band C) bxor (B band C),
    rounds(Ws, Ks, add(T1, S0 + Majority), A, B, C, add(D, T1), E, F, G).

rotate(X, N) -> ((X bsr N) bor (X bsl (32 - N))) band 16#ffffffff.

add(X, Y) -> (X + Y) band 16#ffffffff.

constants() ->
    [16#428a2f98, 16#71374491, 16#b5c0fbcf, 16#e9b5dba5, 16#3956c25b, 16#59f111f1, 16#923f82a4, 16#ab1c5ed5,
     16#d807aa98, 16#12835b01, 16#243185be, 16#550c7dc3, 16#72be5d74, 16#80deb1fe, 16#9bdc06a7, 16#c19bf174,
     16#e49b69c1, 16#efbe4786, 16#0fc19dc6, 16#240ca1cc, 16#2de92c6f, 16#4a7484aa, 16#5cb0a9dc, 16#76f988da,
     16#983e5152, 16#a831c66d, 16#b00327c8, 16#bf597fc7, 16#c6e00bf3, 16#d5a79147, 16#06ca6351, 16#14292967,
     16#27b70a85, 16#2e1b2138, 16#4d2c6dfc, 16#53380d13, 16#650a7354, 16#766a0abb, 16#81c2c92e, 16#92722c85,
     16#a2bfe8a1, 16#a81a664b, 16#c24b8b70, 16#c76c51a3, 16#d192e819, 16#d6990624, 16#f40e3585, 16#106aa070,
     16#19a4c116, 16#1e376c08, 16#2748774c, 16#34b0bcb5, 16#391c0cb3, 16#4ed8aa4a, 16#5b9cca4f, 16#682e6ff3,
     16#748f82ee, 16#78a5636f, 16#84c87814, 16#8cc70208, 16#90befffa, 16#a4506ceb, 16#bef9a3f7, 16#c67178f2].
