% Selections among many atoms: their order is that of a machine, which has had some of them from the start and meets others as it loads modules.
-module(atom_selections).
-export([cases/0, nine/1, animal/1, shared/1, kept/2, in_a_loop/2, made/1, nested/2, wide/1]).

animals() -> [zebra, yak, xerus, wolf, vole, urial, tapir, seal, rat, quail, puma, otter, newt, mole, lynx, kudu, jackal, ibex, hare, gnu, fox, emu, dingo, cat, bat, ape].

cases() ->
    Others = [ok, error, undefined, unknown_to_the_module, '', zebr, zebraa, 0, 11, -1, 1 bsl 27, 1 bsl 70, 1.5, [], [zebra], {zebra}, "zebra", <<"zebra">>, #{}, self, make],
    [{F, [X]} || F <- [nine, animal, shared], X <- animals() ++ nines() ++ Others] ++
        [{kept, [X, Y]} || X <- [ok, zebra, ape, none], Y <- [1, 2.0]] ++
        [{in_a_loop, [L, 0]} || L <- [animals(), lists:reverse(animals()), Others, []]] ++
        [{made, [N]} || N <- [0, 7, 25, 26]] ++
        [{nested, [X, Y]} || X <- [zebra, hare, ok], Y <- [ape, error, false]] ++
        [{wide, [list_to_atom([$w | integer_to_list(N)])]} || N <- [0, 1, 63, 64, 127, 128, 299, 300]].

nines() -> [true, false, ok, error, undefined, badarg, infinity, normal, exit].

% All of them are atoms that each machine has from the start.
nine(true) -> 1; nine(false) -> 2; nine(ok) -> 3; nine(error) -> 4; nine(undefined) -> 5; nine(badarg) -> 6; nine(infinity) -> 7;
nine(normal) -> 8; nine(exit) -> 9;
nine(Other) -> {other, Other}.

animal(zebra) -> 0;
animal(yak) -> 1;
animal(xerus) -> 4;
animal(wolf) -> 9;
animal(vole) -> 16;
animal(urial) -> 25;
animal(tapir) -> 36;
animal(seal) -> 49;
animal(rat) -> 64;
animal(quail) -> 81;
animal(puma) -> 100;
animal(otter) -> 121;
animal(newt) -> 144;
animal(mole) -> 169;
animal(lynx) -> 196;
animal(kudu) -> 225;
animal(jackal) -> 256;
animal(ibex) -> 289;
animal(hare) -> 324;
animal(gnu) -> 361;
animal(fox) -> 400;
animal(emu) -> 441;
animal(dingo) -> 484;
animal(cat) -> 529;
animal(bat) -> 576;
animal(ape) -> 625;
animal(Other) -> {other, Other}.

% Several atoms that lead to one place; no clause for the rest.
shared(X) ->
    case X of
        ok -> good; zebra -> striped; tapir -> striped; undefined -> none; lynx -> cat; puma -> cat; cat -> cat;
        error -> bad; exit -> bad; wolf -> dog; dingo -> dog; fox -> dog; jackal -> dog
    end.

% Calls on both sides of the selection.
kept(X, Y) ->
    A = animal(X),
    B = case X of
            ok -> nine(ok); zebra -> animal(yak); yak -> 1; vole -> 2; rat -> 3; newt -> 4; mole -> 5; kudu -> 6; ibex -> 7; gnu -> 8;
            ape -> [shared(zebra) | Y];
            _ -> try shared(X) catch error:{case_clause, C} -> {caught, C} end
        end,
    {A, B, X, Y}.

in_a_loop([], Sum) -> Sum;
in_a_loop([X | T], Sum) ->
    case X of
        zebra -> in_a_loop(T, Sum + 1); yak -> in_a_loop(T, Sum * 3); xerus -> in_a_loop(T, Sum - 5); wolf -> in_a_loop(T, Sum bxor 7);
        ape -> in_a_loop(T, Sum + 11); bat -> in_a_loop(T, Sum * 13); cat -> in_a_loop(T, Sum + 17); emu -> in_a_loop(T, Sum - 19);
        ok -> in_a_loop(T, Sum + 23); fox -> in_a_loop(T, Sum bxor 29);
        _ -> in_a_loop(T, Sum + 31)
    end.

% An atom that comes to be while the program runs is the same.
made(N) -> animal(list_to_atom(lists:reverse(lists:reverse(atom_to_list(element(N + 1, list_to_tuple(animals() ++ [unicorn]))))))).

nested(X, Y) ->
    case X of
        zebra ->
            case Y of
                ape -> a; bat -> b; cat -> c; dingo -> d; emu -> e; fox -> f; gnu -> g; hare -> h; ibex -> i; error -> j; _ -> {k, X, Y}
            end;
        yak -> 1; xerus -> 2; wolf -> 3; vole -> 4; urial -> 5; tapir -> 6; seal -> 7; rat -> 8;
        hare when Y =:= ape; Y =:= false -> {hare, Y};
        hare -> 9;
        _ -> Y
    end.

wide(w0) -> 0;
wide(w1) -> 856;
wide(w2) -> 703;
wide(w3) -> 550;
wide(w4) -> 397;
wide(w5) -> 244;
wide(w6) -> 91;
wide(w7) -> 947;
wide(w8) -> 794;
wide(w9) -> 641;
wide(w10) -> 488;
wide(w11) -> 335;
wide(w12) -> 182;
wide(w13) -> 29;
wide(w14) -> 885;
wide(w15) -> 732;
wide(w16) -> 579;
wide(w17) -> 426;
wide(w18) -> 273;
wide(w19) -> 120;
wide(w20) -> 976;
wide(w21) -> 823;
wide(w22) -> 670;
wide(w23) -> 517;
wide(w24) -> 364;
wide(w25) -> 211;
wide(w26) -> 58;
wide(w27) -> 914;
wide(w28) -> 761;
wide(w29) -> 608;
wide(w30) -> 455;
wide(w31) -> 302;
wide(w32) -> 149;
wide(w33) -> 1005;
wide(w34) -> 852;
wide(w35) -> 699;
wide(w36) -> 546;
wide(w37) -> 393;
wide(w38) -> 240;
wide(w39) -> 87;
wide(w40) -> 943;
wide(w41) -> 790;
wide(w42) -> 637;
wide(w43) -> 484;
wide(w44) -> 331;
wide(w45) -> 178;
wide(w46) -> 25;
wide(w47) -> 881;
wide(w48) -> 728;
wide(w49) -> 575;
wide(w50) -> 422;
wide(w51) -> 269;
wide(w52) -> 116;
wide(w53) -> 972;
wide(w54) -> 819;
wide(w55) -> 666;
wide(w56) -> 513;
wide(w57) -> 360;
wide(w58) -> 207;
wide(w59) -> 54;
wide(w60) -> 910;
wide(w61) -> 757;
wide(w62) -> 604;
wide(w63) -> 451;
wide(w64) -> 298;
wide(w65) -> 145;
wide(w66) -> 1001;
wide(w67) -> 848;
wide(w68) -> 695;
wide(w69) -> 542;
wide(w70) -> 389;
wide(w71) -> 236;
wide(w72) -> 83;
wide(w73) -> 939;
wide(w74) -> 786;
wide(w75) -> 633;
wide(w76) -> 480;
wide(w77) -> 327;
wide(w78) -> 174;
wide(w79) -> 21;
wide(w80) -> 877;
wide(w81) -> 724;
wide(w82) -> 571;
wide(w83) -> 418;
wide(w84) -> 265;
wide(w85) -> 112;
wide(w86) -> 968;
wide(w87) -> 815;
wide(w88) -> 662;
wide(w89) -> 509;
wide(w90) -> 356;
wide(w91) -> 203;
wide(w92) -> 50;
wide(w93) -> 906;
wide(w94) -> 753;
wide(w95) -> 600;
wide(w96) -> 447;
wide(w97) -> 294;
wide(w98) -> 141;
wide(w99) -> 997;
wide(w100) -> 844;
wide(w101) -> 691;
wide(w102) -> 538;
wide(w103) -> 385;
wide(w104) -> 232;
wide(w105) -> 79;
wide(w106) -> 935;
wide(w107) -> 782;
wide(w108) -> 629;
wide(w109) -> 476;
wide(w110) -> 323;
wide(w111) -> 170;
wide(w112) -> 17;
wide(w113) -> 873;
wide(w114) -> 720;
wide(w115) -> 567;
wide(w116) -> 414;
wide(w117) -> 261;
wide(w118) -> 108;
wide(w119) -> 964;
wide(w120) -> 811;
wide(w121) -> 658;
wide(w122) -> 505;
wide(w123) -> 352;
wide(w124) -> 199;
wide(w125) -> 46;
wide(w126) -> 902;
wide(w127) -> 749;
wide(w128) -> 596;
wide(w129) -> 443;
wide(w130) -> 290;
wide(w131) -> 137;
wide(w132) -> 993;
wide(w133) -> 840;
wide(w134) -> 687;
wide(w135) -> 534;
wide(w136) -> 381;
wide(w137) -> 228;
wide(w138) -> 75;
wide(w139) -> 931;
wide(w140) -> 778;
wide(w141) -> 625;
wide(w142) -> 472;
wide(w143) -> 319;
wide(w144) -> 166;
wide(w145) -> 13;
wide(w146) -> 869;
wide(w147) -> 716;
wide(w148) -> 563;
wide(w149) -> 410;
wide(w150) -> 257;
wide(w151) -> 104;
wide(w152) -> 960;
wide(w153) -> 807;
wide(w154) -> 654;
wide(w155) -> 501;
wide(w156) -> 348;
wide(w157) -> 195;
wide(w158) -> 42;
wide(w159) -> 898;
wide(w160) -> 745;
wide(w161) -> 592;
wide(w162) -> 439;
wide(w163) -> 286;
wide(w164) -> 133;
wide(w165) -> 989;
wide(w166) -> 836;
wide(w167) -> 683;
wide(w168) -> 530;
wide(w169) -> 377;
wide(w170) -> 224;
wide(w171) -> 71;
wide(w172) -> 927;
wide(w173) -> 774;
wide(w174) -> 621;
wide(w175) -> 468;
wide(w176) -> 315;
wide(w177) -> 162;
wide(w178) -> 9;
wide(w179) -> 865;
wide(w180) -> 712;
wide(w181) -> 559;
wide(w182) -> 406;
wide(w183) -> 253;
wide(w184) -> 100;
wide(w185) -> 956;
wide(w186) -> 803;
wide(w187) -> 650;
wide(w188) -> 497;
wide(w189) -> 344;
wide(w190) -> 191;
wide(w191) -> 38;
wide(w192) -> 894;
wide(w193) -> 741;
wide(w194) -> 588;
wide(w195) -> 435;
wide(w196) -> 282;
wide(w197) -> 129;
wide(w198) -> 985;
wide(w199) -> 832;
wide(w200) -> 679;
wide(w201) -> 526;
wide(w202) -> 373;
wide(w203) -> 220;
wide(w204) -> 67;
wide(w205) -> 923;
wide(w206) -> 770;
wide(w207) -> 617;
wide(w208) -> 464;
wide(w209) -> 311;
wide(w210) -> 158;
wide(w211) -> 5;
wide(w212) -> 861;
wide(w213) -> 708;
wide(w214) -> 555;
wide(w215) -> 402;
wide(w216) -> 249;
wide(w217) -> 96;
wide(w218) -> 952;
wide(w219) -> 799;
wide(w220) -> 646;
wide(w221) -> 493;
wide(w222) -> 340;
wide(w223) -> 187;
wide(w224) -> 34;
wide(w225) -> 890;
wide(w226) -> 737;
wide(w227) -> 584;
wide(w228) -> 431;
wide(w229) -> 278;
wide(w230) -> 125;
wide(w231) -> 981;
wide(w232) -> 828;
wide(w233) -> 675;
wide(w234) -> 522;
wide(w235) -> 369;
wide(w236) -> 216;
wide(w237) -> 63;
wide(w238) -> 919;
wide(w239) -> 766;
wide(w240) -> 613;
wide(w241) -> 460;
wide(w242) -> 307;
wide(w243) -> 154;
wide(w244) -> 1;
wide(w245) -> 857;
wide(w246) -> 704;
wide(w247) -> 551;
wide(w248) -> 398;
wide(w249) -> 245;
wide(w250) -> 92;
wide(w251) -> 948;
wide(w252) -> 795;
wide(w253) -> 642;
wide(w254) -> 489;
wide(w255) -> 336;
wide(w256) -> 183;
wide(w257) -> 30;
wide(w258) -> 886;
wide(w259) -> 733;
wide(w260) -> 580;
wide(w261) -> 427;
wide(w262) -> 274;
wide(w263) -> 121;
wide(w264) -> 977;
wide(w265) -> 824;
wide(w266) -> 671;
wide(w267) -> 518;
wide(w268) -> 365;
wide(w269) -> 212;
wide(w270) -> 59;
wide(w271) -> 915;
wide(w272) -> 762;
wide(w273) -> 609;
wide(w274) -> 456;
wide(w275) -> 303;
wide(w276) -> 150;
wide(w277) -> 1006;
wide(w278) -> 853;
wide(w279) -> 700;
wide(w280) -> 547;
wide(w281) -> 394;
wide(w282) -> 241;
wide(w283) -> 88;
wide(w284) -> 944;
wide(w285) -> 791;
wide(w286) -> 638;
wide(w287) -> 485;
wide(w288) -> 332;
wide(w289) -> 179;
wide(w290) -> 26;
wide(w291) -> 882;
wide(w292) -> 729;
wide(w293) -> 576;
wide(w294) -> 423;
wide(w295) -> 270;
wide(w296) -> 117;
wide(w297) -> 973;
wide(w298) -> 820;
wide(w299) -> 667;
wide(X) -> X.
