{application, lamp,
 [{description, "Light"}, {vsn, "2"}, {modules, [lamp_app]}, {registered, []},
  {applications, [kernel, stdlib]}, {start_phases, [{open, [bright]}]}, {mod, {lamp_app, []}}]}.
