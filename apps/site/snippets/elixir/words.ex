defmodule Words do
  @doc "The words of a text, the most frequent first."
  def count(text) do
    text
    |> String.split(" ")
    |> Enum.frequencies()
    |> Enum.sort_by(fn {word, count} -> {-count, word} end)
  end
end
