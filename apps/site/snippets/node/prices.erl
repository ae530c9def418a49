-module(prices).
-export([total/1]).

%% shop:price/1 is a function in JavaScript.
total([{Item, Count} | Items]) -> shop:price(Item) * Count + total(Items);
total([]) -> 0.
