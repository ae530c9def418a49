-module(order).
-export([total/1]).

total(Item) ->
    Shop = js:global(shop),
    Price = js:await(js:call(Shop, priceOf, [Item])),
    js:set(Shop, lastOrder, #{item => Item, price => Price}),
    Price * 2.
