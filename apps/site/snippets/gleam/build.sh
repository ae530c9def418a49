gleam build --target erlang
