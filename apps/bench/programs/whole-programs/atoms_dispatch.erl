%% Selection over many atoms, scattered integers, tuples and binaries.
-module(atoms_dispatch).
-export([main/0]).

main() -> loop(60000, january, 0).

loop(0, _, Sum) -> Sum;
loop(N, Month, Sum) ->
    {Next, Days} = month(Month),
    Code = code(N rem 40 * 1000003 rem 7919),
    loop(N - 1, Next, (Sum + Days + Code + event({element(N rem 4 + 1, {key, mouse, touch, wheel}), N}) + verb(N rem 8)) rem 1000003).

month(january) -> {february, 31};
month(february) -> {march, 28};
month(march) -> {april, 31};
month(april) -> {may, 30};
month(may) -> {june, 31};
month(june) -> {july, 30};
month(july) -> {august, 31};
month(august) -> {september, 31};
month(september) -> {october, 30};
month(october) -> {november, 31};
month(november) -> {december, 30};
month(december) -> {january, 31}.

code(0) -> 1; code(2209) -> 2; code(4418) -> 3; code(6627) -> 4; code(917) -> 5; code(3126) -> 6;
code(5335) -> 7; code(7544) -> 8; code(1834) -> 9; code(4043) -> 10; code(6252) -> 11; code(542) -> 12;
code(2751) -> 13; code(4960) -> 14; code(7169) -> 15; code(1459) -> 16; code(3668) -> 17; code(5877) -> 18;
code(_) -> 0.

event({key, N}) -> N rem 3;
event({mouse, N}) -> N rem 5;
event({touch, N, _}) -> N;
event({touch, N}) -> N rem 7;
event({wheel, _}) -> 2;
event(_) -> 0.

verb(N) -> word(element(N + 1, {<<"get">>, <<"put">>, <<"post">>, <<"delete">>, <<"head">>, <<"patch">>, <<"trace">>, <<"what">>})).

word(<<"get">>) -> 1;
word(<<"put">>) -> 2;
word(<<"post">>) -> 3;
word(<<"delete">>) -> 4;
word(<<"head">>) -> 5;
word(<<"patch">>) -> 6;
word(<<"trace">>) -> 7;
word(_) -> 8.
