defmodule Hello do
  @doc "A string of JavaScript comes as a string."
  def greet(name), do: "Hello, #{name}!"
end
