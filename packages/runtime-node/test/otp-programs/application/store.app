{application, store,
 [{description, "A store without processes"}, {vsn, "0.1"}, {modules, []}, {registered, []},
  {applications, [kernel, stdlib]}, {env, [{shelves, 7}]}]}.
