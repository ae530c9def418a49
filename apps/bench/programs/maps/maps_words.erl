%% Maps: counts of words as binaries, a graph in nested maps with a breadth-first search, updates of small maps.
-module(maps_words).
-export([main/0]).

main() ->
    Counts = words(30000, 3, #{}),
    Graph = graph(2000, #{}),
    {maps:size(Counts), most(maps:values(Counts), 0), search([{1, 0}], [], Graph, #{}, 0),
     states(40000, #{a => 0, b => 1, c => 2, d => 3})}.

words(0, _, Counts) -> Counts;
words(N, Seed, Counts) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    Word = <<"word", (integer_to_binary(Next rem 997))/binary>>,
    words(N - 1, Next, case maps:find(Word, Counts) of
                           {ok, Old} -> Counts#{Word := Old + 1};
                           error -> maps:put(Word, 1, Counts)
                       end).

most([], Most) -> Most;
most([N | Rest], Most) -> most(Rest, max(N, Most)).

graph(0, Graph) -> Graph;
graph(N, Graph) -> graph(N - 1, Graph#{N => #{next => N * 7 rem 2000 + 1, other => N * 13 rem 2000 + 1, weight => N rem 10}}).

search([], [], _, _, Sum) -> Sum;
search([], Back, Graph, Seen, Sum) -> search(lists:reverse(Back), [], Graph, Seen, Sum);
search([{N, Depth} | Rest], Back, Graph, Seen, Sum) when is_map_key(N, Seen) ->
    _ = Depth,
    search(Rest, Back, Graph, Seen, Sum);
search([{N, Depth} | Rest], Back, Graph, Seen, Sum) ->
    #{N := #{next := A, other := B, weight := W}} = Graph,
    search(Rest, [{A, Depth + 1}, {B, Depth + 1} | Back], Graph, Seen#{N => Depth}, Sum + W * Depth).

states(0, #{a := A, b := B, c := C, d := D}) -> {A, B, C, D};
states(N, #{a := A, b := B} = Map) when N rem 2 =:= 0 -> states(N - 1, Map#{a := B, b := (A + B) rem 1009});
states(N, #{c := C, d := D} = Map) -> states(N - 1, Map#{c := D, d := (C * 3 + N) rem 1013}).
