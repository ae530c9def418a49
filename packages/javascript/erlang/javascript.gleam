//// JavaScript from Gleam on Erlang: put this file into `src` of a project, under this name, as `js` is the Erlang module. The functions are those of the Erlang module `js`, as typed as JavaScript
//// allows: what comes back is `Dynamic`, to be decoded.

import gleam/dynamic.{type Dynamic}

/// A value, or a reference to something, of JavaScript.
pub type Value =
  Dynamic

@external(erlang, "js", "global")
pub fn global(name: String) -> Value

@external(erlang, "js", "get")
pub fn get(target: Value, key: String) -> Value

@external(erlang, "js", "set")
pub fn set(target: Value, key: String, value: a) -> Dynamic

@external(erlang, "js", "call")
pub fn call(target: Value, method: String, arguments: List(Value)) -> Value

@external(erlang, "js", "apply")
pub fn apply(function: Value, arguments: List(Value)) -> Value

@external(erlang, "js", "new")
pub fn new(class: Value, arguments: List(Value)) -> Value

@external(erlang, "js", "await")
pub fn await(promise: Value) -> Value

@external(erlang, "js", "iterate")
pub fn iterate(value: Value) -> List(Value)

@external(erlang, "js", "value")
pub fn value(reference: Value) -> Value

@external(erlang, "js", "function")
pub fn function(fun: fn(a) -> b) -> Value

@external(erlang, "js", "listen")
pub fn listen(target: Value, event: String) -> Value

@external(erlang, "js", "unlisten")
pub fn unlisten(listener: Value) -> Dynamic
