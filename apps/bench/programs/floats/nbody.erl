%% Five bodies that attract each other: floats in tuples, sqrt.
-module(nbody).
-export([main/0]).

main() ->
    Bodies = offset(bodies()),
    Before = energy(Bodies, 0.0),
    After = energy(advance(20000, 0.01, Bodies), 0.0),
    {round(Before * 1.0e9), round(After * 1.0e9)}.

-define(SOLAR_MASS, 39.47841760435743).
-define(DAYS, 365.24).

bodies() ->
    [{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ?SOLAR_MASS},
     {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
      1.66007664274403694e-03 * ?DAYS, 7.69901118419740425e-03 * ?DAYS, -6.90460016972063023e-05 * ?DAYS,
      9.54791938424326609e-04 * ?SOLAR_MASS},
     {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
      -2.76742510726411521e-03 * ?DAYS, 4.99852801234917238e-03 * ?DAYS, 2.30417297573763929e-05 * ?DAYS,
      2.85885980666130812e-04 * ?SOLAR_MASS},
     {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
      2.96460137564761618e-03 * ?DAYS, 2.37847173959480950e-03 * ?DAYS, -2.96589568540237556e-05 * ?DAYS,
      4.36624404335156298e-05 * ?SOLAR_MASS},
     {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
      2.68067772490389322e-03 * ?DAYS, 1.62824170038242295e-03 * ?DAYS, -9.51592254519715870e-05 * ?DAYS,
      5.15138902046611451e-05 * ?SOLAR_MASS}].

offset([{X, Y, Z, _, _, _, M} | Planets] = Bodies) ->
    {PX, PY, PZ} = momentum(Bodies, 0.0, 0.0, 0.0),
    [{X, Y, Z, -PX / ?SOLAR_MASS, -PY / ?SOLAR_MASS, -PZ / ?SOLAR_MASS, M} | Planets].

momentum([], X, Y, Z) -> {X, Y, Z};
momentum([{_, _, _, VX, VY, VZ, M} | Rest], X, Y, Z) -> momentum(Rest, X + VX * M, Y + VY * M, Z + VZ * M).

advance(0, _, Bodies) -> Bodies;
advance(N, Dt, Bodies) -> advance(N - 1, Dt, move(Dt, pull(Dt, Bodies))).

%% Each body pulls at those behind it, and they at it.
pull(_, []) -> [];
pull(Dt, [Body | Rest]) ->
    {Pulled, Others} = pull_each(Dt, Body, Rest, []),
    [Pulled | pull(Dt, Others)].

pull_each(_, Body, [], Done) -> {Body, lists:reverse(Done)};
pull_each(Dt, {X1, Y1, Z1, VX1, VY1, VZ1, M1}, [{X2, Y2, Z2, VX2, VY2, VZ2, M2} | Rest], Done) ->
    DX = X1 - X2,
    DY = Y1 - Y2,
    DZ = Z1 - Z2,
    Square = DX * DX + DY * DY + DZ * DZ,
    Magnitude = Dt / (Square * math:sqrt(Square)),
    A = M2 * Magnitude,
    B = M1 * Magnitude,
    pull_each(Dt, {X1, Y1, Z1, VX1 - DX * A, VY1 - DY * A, VZ1 - DZ * A, M1}, Rest,
              [{X2, Y2, Z2, VX2 + DX * B, VY2 + DY * B, VZ2 + DZ * B, M2} | Done]).

move(Dt, Bodies) ->
    [{X + Dt * VX, Y + Dt * VY, Z + Dt * VZ, VX, VY, VZ, M} || {X, Y, Z, VX, VY, VZ, M} <- Bodies].

energy([], E) -> E;
energy([{_, _, _, VX, VY, VZ, M} = Body | Rest], E) ->
    energy(Rest, pairs(Body, Rest, E + 0.5 * M * (VX * VX + VY * VY + VZ * VZ))).

pairs(_, [], E) -> E;
pairs({X1, Y1, Z1, _, _, _, M1} = Body, [{X2, Y2, Z2, _, _, _, M2} | Rest], E) ->
    DX = X1 - X2,
    DY = Y1 - Y2,
    DZ = Z1 - Z2,
    pairs(Body, Rest, E - M1 * M2 / math:sqrt(DX * DX + DY * DY + DZ * DZ)).
