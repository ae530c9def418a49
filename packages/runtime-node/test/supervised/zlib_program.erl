-module(zlib_program).
-export([main/1]).

%% What OTP's zlib does with streams of all kinds, a line for each; of what it compresses, the size and a checksum.

main(_) ->
    Inputs = [{pattern, pattern(60000)}, {text, text(20000)}, {run, binary:copy(<<"a">>, 100000)}, {empty, <<>>},
              {short, <<"hello hello hello">>}],
    lists:foreach(fun(Input) -> input(Input) end, Inputs),
    again(text(300)),
    errors(),
    show(checksums, fun() ->
        [erlang:crc32(<<"abc">>), erlang:crc32(5, <<"abc">>), erlang:adler32(<<"abc">>), erlang:crc32_combine(1, 2, 3)] end).

%% Streams with the same parameters, one after the other: after one that was broken off, one that changed its level, one with a dictionary.
again(Text) ->
    Open = fun(Bits) -> Z = zlib:open(), ok = zlib:deflateInit(Z, 6, deflated, Bits, 8, default), Z end,
    Whole = fun(Bits) -> Z = Open(Bits), Bytes = zlib:deflate(Z, Text, finish), zlib:deflateEnd(Z), zlib:close(Z), Bytes end,
    Broken = fun(Bits) -> Z = Open(Bits), zlib:deflate(Z, pattern(5000)), catch zlib:deflateEnd(Z), zlib:close(Z) end,
    Changed = fun(Bits) -> Z = Open(Bits), ok = zlib:deflateParams(Z, 0, huffman_only), zlib:deflate(Z, Text, finish), zlib:deflateEnd(Z) end,
    Known = fun(Bits) -> Z = Open(Bits), zlib:deflateSetDictionary(Z, "1 4 9 16 25"), zlib:deflate(Z, Text, finish), zlib:deflateEnd(Z) end,
    Calls = [{F, Bits} || F <- [Whole, Broken, Whole, Changed, Whole, Known, Whole, Whole], Bits <- [15, -15]],
    [show({again, Bits}, fun() -> F(Bits) end) || {F, Bits} <- Calls].

pattern(Size) -> << <<((I * I * 7 + I div 13) rem 251)>> || I <- lists:seq(1, Size) >>.

text(Count) -> iolist_to_binary([[integer_to_list(I * I rem 977), $\s] || I <- lists:seq(1, Count)]).

show(Name, Call) ->
    Result = try Call() catch Class:Reason:Trace -> {Class, Reason, [{M, F, arity(A)} || {M, F, A, _} <- lists:sublist(Trace, 1)]} end,
    io:format("~w ~w~n", [Name, short(Result)]).

arity(Arguments) when is_list(Arguments) -> length(Arguments);
arity(Arity) -> Arity.

%% How output is divided is not what matters.
short(Binary) when is_binary(Binary), byte_size(Binary) > 30 -> {byte_size(Binary), erlang:crc32(Binary)};
short([]) -> [];
short(List) when is_list(List) ->
    try short(iolist_to_binary(List)) catch error:badarg -> [short(Element) || Element <- List] end;
short(Tuple) when is_tuple(Tuple) -> list_to_tuple([short(Element) || Element <- tuple_to_list(Tuple)]);
short(Reference) when is_reference(Reference) -> reference;
short(Term) -> Term.

failure(Call) ->
    try Call() catch
        error:{need_dictionary, Sum} -> {error, {need_dictionary, unsigned(Sum)}};
        error:Reason -> {error, Reason}
    end.

%% OTP 25 has some checksums as numbers with a sign.
unsigned(Sum) -> Sum band 16#ffffffff.

with(Use) ->
    Z = zlib:open(),
    Result = Use(Z),
    _ = failure(fun() -> zlib:close(Z) end),
    Result.

input({Name, Data}) ->
    show({compress, Name}, fun() -> zlib:compress(Data) end),
    show({zip, Name}, fun() -> zlib:zip(Data) end),
    show({gzip, Name}, fun() -> zlib:gzip(Data) end),
    show({back, Name}, fun() ->
        [zlib:uncompress(zlib:compress(Data)) =:= Data, zlib:unzip(zlib:zip(Data)) =:= Data, zlib:gunzip(zlib:gzip(Data)) =:= Data] end),
    [show({parameters, Name, Level, Bits, Memory, Strategy}, fun() -> with(fun(Z) ->
         zlib:deflateInit(Z, Level, deflated, Bits, Memory, Strategy),
         Compressed = zlib:deflate(Z, Data, finish),
         zlib:deflateEnd(Z),
         Compressed end) end)
     || Level <- [none, best_speed, 2, 3, 4, 5, default, 7, 8, best_compression],
        {Bits, Memory, Strategy} <- [{15, 8, default}, {-15, 8, filtered}, {9, 1, huffman_only}, {31, 9, rle}, {8, 8, default},
                                     {-8, 8, default}, {-9, 1, default}]],
    [show({flush, Name, Flush, Level}, fun() -> with(fun(Z) ->
         zlib:deflateInit(Z, Level),
         First = zlib:deflate(Z, Data, Flush),
         Second = zlib:deflate(Z, [Data, "abc", [<<1, 2, 3>>]], Flush),
         {First, Second, zlib:deflate(Z, [], finish), zlib:deflateEnd(Z)} end) end)
     || Flush <- [none, sync, full], Level <- [none, 1, 6]],
    [show({change, Name, From, To, Strategy}, fun() -> with(fun(Z) ->
         zlib:deflateInit(Z, From),
         First = zlib:deflate(Z, Data),
         ok = zlib:deflateParams(Z, To, Strategy),
         Second = zlib:deflate(Z, Data),
         ok = zlib:deflateParams(Z, From, default),
         All = iolist_to_binary([First, Second, zlib:deflate(Z, Data, finish)]),
         {All, zlib:uncompress(All) =:= <<Data/binary, Data/binary, Data/binary>>} end) end)
     || From <- [none, 1, 6], To <- [none, 1, 2, 9], Strategy <- [default, huffman_only]],
    show({dictionary, Name}, fun() -> with(fun(Z) -> dictionary(Z, Data) end) end),
    show({raw_dictionary, Name}, fun() -> with(fun(Z) ->
        zlib:deflateInit(Z, 6, deflated, -15, 8, default),
        Sum = zlib:deflateSetDictionary(Z, pattern(40000)),
        Compressed = zlib:deflate(Z, Data, finish),
        with(fun(I) ->
            zlib:inflateInit(I, -15),
            Set = zlib:inflateSetDictionary(I, [pattern(40000)]),
            {unsigned(Sum), Compressed, Set, zlib:inflate(I, Compressed), zlib:inflateGetDictionary(I), zlib:inflateEnd(I)} end) end) end),
    [show({ends, Name, Bits, End}, fun() -> with(fun(Z) ->
         zlib:inflateInit(Z, Bits, End),
         First = zlib:inflate(Z, [zlib:gzip(Data), zlib:gzip("more"), "junk"]),
         Again = failure(fun() -> zlib:inflate(Z, "xx") end),
         Reset = zlib:inflateReset(Z),
         Anew = failure(fun() -> zlib:inflate(Z, zlib:gzip(Data)) end),
         {First, Again, Reset, Anew, failure(fun() -> zlib:inflateEnd(Z) end)} end) end)
     || Bits <- [31, 47, 15, -15, 24], End <- [error, reset, cut]],
    show({pieces, Name}, fun() -> with(fun(Z) ->
        zlib:inflateInit(Z),
        pieces(Z, zlib:safeInflate(Z, zlib:compress(Data)), []) end) end),
    show({half, Name}, fun() -> with(fun(Z) ->
        zlib:inflateInit(Z),
        Compressed = zlib:compress(Data),
        First = zlib:inflate(Z, binary:part(Compressed, 0, byte_size(Compressed) div 2)),
        {First, failure(fun() -> zlib:inflateEnd(Z) end)} end) end),
    show({damaged, Name}, fun() ->
        Compressed = zlib:compress(Data),
        Half = byte_size(Compressed) div 2,
        <<Before:Half/binary, Byte, After/binary>> = Compressed,
        zlib:uncompress(<<Before/binary, (Byte bxor 255), After/binary>>) end),
    show({reset, Name}, fun() -> with(fun(Z) ->
        zlib:deflateInit(Z),
        First = zlib:deflate(Z, Data),
        ok = zlib:deflateReset(Z),
        Second = zlib:deflate(Z, Data, finish),
        ok = zlib:deflateReset(Z),
        {First, Second, zlib:deflate(Z, Data, finish), zlib:deflateEnd(Z)} end) end),
    [show({term, Name, Level}, fun() -> term_to_binary(Data, [{compressed, Level}]) end) || Level <- lists:seq(0, 9)].

dictionary(Z, Data) ->
    zlib:deflateInit(Z),
    Sum = zlib:deflateSetDictionary(Z, text(500)),
    Compressed = zlib:deflate(Z, Data, finish),
    with(fun(I) ->
        zlib:inflateInit(I),
        Needs = failure(fun() -> zlib:inflate(I, Compressed) end),
        Safely = failure(fun() -> zlib:safeInflate(I, []) end),
        Option = failure(fun() -> zlib:inflate(I, [], [{exception_on_need_dict, false}]) end),
        Wrong = failure(fun() -> zlib:inflateSetDictionary(I, "wrong") end),
        Right = failure(fun() -> zlib:inflateSetDictionary(I, [text(500)]) end),
        Rest = failure(fun() -> zlib:inflate(I, []) end),
        {unsigned(Sum), Compressed, Needs, Safely, Option, Wrong, Right, Rest, zlib:inflateGetDictionary(I)} end).

pieces(_, {finished, Output}, Pieces) -> {length(Pieces), lists:reverse([Output | Pieces])};
pieces(Z, {continue, Output}, Pieces) -> pieces(Z, zlib:safeInflate(Z, []), [Output | Pieces]).

errors() ->
    Ready = fun(Init) -> Z = zlib:open(), ok = Init(Z), Z end,
    Deflate = fun(Z) -> zlib:deflateInit(Z) end,
    Inflate = fun(Z) -> zlib:inflateInit(Z) end,
    Calls = [
        fun() -> zlib:deflate(zlib:open(), "a") end,
        fun() -> zlib:inflate(zlib:open(), "a") end,
        fun() -> Z = zlib:open(), zlib:close(Z), zlib:close(Z) end,
        fun() -> zlib:deflateInit(Ready(Deflate)) end,
        fun() -> zlib:inflateInit(Ready(Deflate)) end,
        fun() -> zlib:inflate(Ready(Deflate), "a") end,
        fun() -> zlib:inflate(Ready(Inflate), "garbage") end,
        fun() -> zlib:set_controlling_process(zlib:open(), foo) end,
        fun() -> zlib:close(make_ref()) end,
        fun() -> zlib:deflate(Ready(Deflate), [foo]) end,
        fun() -> Z = Ready(Deflate), zlib:deflate(Z, "a"), zlib:deflateEnd(Z) end,
        fun() -> zlib:deflate(Ready(Deflate), "a", foo) end,
        fun() -> zlib:deflateInit(zlib:open(), 10) end,
        fun() -> zlib:deflateInit(zlib:open(), 1, deflated, 16, 8, default) end,
        fun() -> zlib:deflateInit(zlib:open(), 1, deflated, 47, 8, default) end,
        fun() -> zlib:inflateInit(zlib:open(), 7) end,
        fun() -> zlib:inflateInit(zlib:open(), 8) end,
        fun() -> zlib:inflateInit(zlib:open(), 16) end,
        fun() -> zlib:inflateInit(zlib:open(), 47) end,
        fun() -> zlib:uncompress(<<"short">>) end,
        fun() -> zlib:gunzip(<<"neither this nor that">>) end,
        fun() -> zlib:unzip(<<"neither this nor that">>) end,
        fun() -> zlib:inflateSetDictionary(Ready(Inflate), "a") end,
        fun() -> Z = Ready(Deflate), zlib:deflate(Z, "abc"), zlib:deflateSetDictionary(Z, "a") end,
        fun() -> zlib:inflateEnd(Ready(Inflate)) end,
        fun() -> Z = Ready(Deflate), zlib:deflate(Z, "a", finish), zlib:deflate(Z, "b", finish) end,
        fun() -> zlib:deflateEnd(zlib:open()) end,
        fun() -> zlib:inflateGetDictionary(zlib:open()) end,
        fun() -> zlib:inflateGetDictionary(Ready(Inflate)) end,
        fun() -> of_another(Ready(Deflate)) end,
        fun() -> given(zlib:open()) end
    ],
    lists:foreach(fun({Number, Call}) -> show({error, Number}, Call) end, lists:zip(lists:seq(1, length(Calls)), Calls)).

of_another(Z) ->
    Self = self(),
    spawn(fun() -> Self ! failure(fun() -> zlib:deflate(Z, "a") end) end),
    receive Result -> Result end.

given(Z) ->
    Self = self(),
    Pid = spawn(fun() -> receive go -> Self ! failure(fun() -> zlib:deflateInit(Z) end) end end),
    ok = zlib:set_controlling_process(Z, Pid),
    Pid ! go,
    receive Result -> {Result, failure(fun() -> zlib:deflate(Z, "a") end)} end.
