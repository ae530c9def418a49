{application, shop,
 [{description, "A shop with one assistant"},
  {vsn, "1.0.0"},
  {modules, [shop, shop_assistant]},
  {registered, [shop_assistant]},
  {mod, {shop, []}},
  {applications, [kernel, stdlib]}]}.
