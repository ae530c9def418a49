%% erlang:decode_packet/3: each type of packet, whole, cut off and damaged, with options.
%% -*- coding: utf-8 -*-
-module(decoded_packets).
-export([cases/0, decode/3, prefixes/3, identifiers/2, names/1, info/1]).

cases() ->
    [{decode, [T, B, O]} || {T, Bs} <- packets(), B <- Bs, O <- [[], [{packet_size, 6}]]]
        ++ [{prefixes, [T, B, []]} || {T, [B | _]} <- packets(), T =/= raw, T =/= 0]
        ++ [{decode, [line, <<"abcdef\nghi\n">>, O]} || O <- [[{line_length, 3}], [{line_length, 7}], [{line_length, 0}], [{line_delimiter, $d}], [{line_delimiter, 0}], [x], a, [{packet_size, -1}], [{line_delimiter, 256}], [{a, 1}]]]
        ++ [{decode, [T, B, []]} || {T, B} <- [{foo, <<1>>}, {3, <<1>>}, {line, abc}, {line, <<1:3>>}, {"line", <<>>}, {foo, <<>>}, {line, <<>>}, {raw, <<>>}]]
        ++ [{identifiers, [F, T]} || {F, Ts} <- texts(), T <- Ts]
        ++ [{names, [X]} || X <- [abc, '', 'with space', "list", <<"bin">>, <<"gr", 252>>, 'λ', 1]]
        ++ [{info, [X]} || X <- [plain, closure, external, notfun]].

packets() ->
    [{raw, [<<"abc">>]}, {0, [<<"abc">>]},
     {1, [<<3, 1, 2, 3, 4>>, <<0>>, <<0, 1>>]}, {2, [<<0, 2, 1, 2, 3>>, <<0, 0, 5>>, <<255, 255, 1>>]}, {4, [<<0, 0, 0, 1, 5, 6>>, <<0, 0, 0, 0>>, <<0, 0, 0, 9, 5>>]},
     {asn1, [<<48, 3, 2, 1, 5, 9>>, <<48, 129, 3, 2, 1, 5, 9>>, <<48, 130, 0, 3, 2, 1, 5>>, <<16#bf, 16#81, 1, 1, 5, 9>>, <<48, 128>>, <<48, 133, 1, 1, 1, 1, 1>>]},
     {sunrm, [<<128, 0, 0, 2, 1, 2, 3>>, <<0, 0, 0, 0>>]},
     {cdr, [<<"GIOP", 1, 0, 0, 0, 0, 0, 0, 2, 1, 2, 3>>, <<"GIOP", 1, 0, 1, 0, 2, 0, 0, 0, 1, 2, 3>>, <<"GIPO", 1, 0, 1, 0, 2, 0, 0, 0, 1, 2, 3>>]},
     {fcgi, [<<1, 1, 0, 1, 0, 2, 1, 0, 1, 2, 3, 4>>, <<2, 1, 0, 1, 0, 2, 1, 0, 1, 2, 3, 4>>]},
     {tpkt, [<<3, 0, 0, 6, 1, 2, 3>>, <<2, 0, 0, 6, 1, 2, 3>>, <<3, 0, 0, 3>>]},
     {ssl_tls, [<<22, 3, 1, 0, 2, 1, 2, 3>>, <<128, 4, 1, 3, 0, 9, 9>>]},
     {line, [<<"abc\ndef">>, <<"\n">>, <<"abc\r\nd">>, <<"abcdefghij">>]},
     {http, [<<"GET / HTTP/1.1\r\nrest">>, <<"GET http://a.b:80/x?y HTTP/1.0\r\n">>, <<"OPTIONS * HTTP/1.1\r\n">>, <<"CONNECT foo:443 HTTP/1.1\r\n">>, <<"PATCH bar HTTP/1.1\r\n">>,
             <<"GET /\r\n">>, <<"HTTP/1.1 200 OK\r\n">>, <<"HTTP/1.1 404\r\n">>, <<"HTTP/1.0 302 Moved a way\n">>, <<"garbage\r\n">>, <<"GET https://h/ HTTP/1.1\n">>, <<"GET http://host HTTP/1.1\r\n">>,
             <<"GET urn:x:y HTTP/1.1\r\n">>, <<"\r\nGET / HTTP/1.1\r\n">>, <<"POST x y HTTP/1.1\r\n">>, <<"DELETE   /a   HTTP/1.1\r\n">>, <<"HEAD /a HTTP/2.0\r\n">>]},
     {http_bin, [<<"GET /a HTTP/1.1\r\n">>, <<"FOO http://h:1/p HTTP/1.1\r\n">>, <<"HTTP/1.1 500 No\r\n">>, <<"x\r\n">>]},
     {httph, [<<"Host: a\r\n\r\n">>, <<"Host: a\r\n">>, <<"\r\nrest">>, <<"\nrest">>, <<"x-foo-BAR:   b  \r\nA">>, <<"a: b\r\n c\r\nD">>, <<"nocolon\r\nx">>, <<": 1\r\nz">>, <<"a b: 1\r\nz">>,
              <<"content-length:5\r\nz">>, <<"a--b-: \t1\r\nz">>, <<"X-1st: :x:\r\nz">>, <<"a(b): 1\r\nz">>]},
     {httph_bin, [<<"hOST: a\r\nx">>, <<"aBC-dEF: a\r\nx">>, <<"bad\r\nx">>]}].

decode(T, B, O) -> erlang:decode_packet(T, B, O).
prefixes(T, B, O) -> [erlang:decode_packet(T, binary_part(B, 0, N), O) || N <- seq(byte_size(B))].
seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].

texts() ->
    [{pid, ["<0.1.0>", "<0.1>", "<0.1.0> ", "<1.1.0>", "<0.268435456.0>", "", "<0.-1.0>", a, "<0.123456.0>"]},
     {ref, ["#Ref<0.1.2.3>", "#Ref<0.1.2.3", "#Ref<1.1.2.3>", "x", "#Ref<0.4294967296.2.3>", a]},
     {port, ["#Port<0.1>", "#Port<0.1.2>", "#Port<1.1>", "x", a]}].
identifiers(pid, T) -> X = list_to_pid(T), {X, is_pid(X), pid_to_list(X) =:= T};
identifiers(ref, T) -> X = list_to_ref(T), {X, is_reference(X), ref_to_list(X) =:= T};
identifiers(port, T) -> X = list_to_port(T), {X, is_port(X), port_to_list(X) =:= T}.

names(X) -> [try F(X) catch error:R -> R end || F <- [fun atom_to_binary/1, fun binary_to_atom/1, fun binary_to_existing_atom/1, fun erlang:port_to_list/1]].

info(plain) -> keys(fun() -> ok end);
info(closure) -> X = make_ref(), keys(fun(A) -> {A, X} end);
info(external) -> erlang:fun_info(fun lists:map/2);
info(notfun) -> erlang:fun_info(1).
keys(F) -> I = erlang:fun_info(F), {[K || {K, _} <- I], [V || {K, V} <- I, K =:= arity orelse K =:= type orelse K =:= module]}.
