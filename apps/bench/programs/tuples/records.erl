%% Accounts as records in a balanced tree of tuples, updated by operations that are tagged tuples.
-module(records).
-export([main/0]).

-record(account, {id, owner = none, balance = 0, history = [], open = true, limit = 1000}).

main() ->
    Tree = build(1, 1023),
    {Done, Refused, Last} = apply_all(60000, 5, Tree, 0, 0),
    {Done, Refused, total(Last, 0)}.

build(From, To) when From > To -> leaf;
build(From, To) ->
    Middle = (From + To) div 2,
    {node, Middle, #account{id = Middle, owner = owner(Middle rem 3)}, build(From, Middle - 1), build(Middle + 1, To)}.

owner(0) -> {person, anna};
owner(1) -> {company, <<"Ltd">>};
owner(2) -> none.

apply_all(0, _, Tree, Done, Refused) -> {Done, Refused, Tree};
apply_all(N, Seed, Tree, Done, Refused) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    Id = Next rem 1023 + 1,
    case update(Id, operation(Next rem 5, Next rem 331), Tree) of
        {ok, NewTree} -> apply_all(N - 1, Next, NewTree, Done + 1, Refused);
        {error, _} -> apply_all(N - 1, Next, Tree, Done, Refused + 1)
    end.

operation(0, Amount) -> {withdraw, Amount * 3};
operation(1, Amount) -> {deposit, Amount};
operation(2, Amount) -> {deposit, Amount * 2};
operation(3, _) -> close;
operation(4, Amount) -> {limit, Amount + 500}.

update(Id, Operation, {node, Key, Account, Left, Right}) when Id < Key ->
    case update(Id, Operation, Left) of
        {ok, New} -> {ok, {node, Key, Account, New, Right}};
        Error -> Error
    end;
update(Id, Operation, {node, Key, Account, Left, Right}) when Id > Key ->
    case update(Id, Operation, Right) of
        {ok, New} -> {ok, {node, Key, Account, Left, New}};
        Error -> Error
    end;
update(_, Operation, {node, Key, Account, Left, Right}) ->
    case change(Operation, Account) of
        #account{} = New -> {ok, {node, Key, New, Left, Right}};
        Reason -> {error, Reason}
    end.

change(_, #account{open = false, owner = none}) -> closed;
change({deposit, N}, #account{balance = B} = A) -> A#account{balance = B + N, open = true};
change({withdraw, N}, #account{balance = B, limit = L} = A) when B + L >= N -> A#account{balance = B - N};
change({withdraw, _}, #account{}) -> too_little;
change({limit, L}, #account{} = A) -> A#account{limit = L, history = [limit]};
change(close, #account{balance = B} = A) when B >= 0 -> A#account{open = false};
change(close, _) -> in_debt.

total(leaf, Sum) -> Sum;
total({node, _, #account{balance = B}, Left, Right}, Sum) -> total(Left, total(Right, Sum + B)).
