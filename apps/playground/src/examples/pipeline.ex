defmodule Word do
  defstruct [:text, :count]
end

defmodule Pipeline do
  @text """
  Alles neu macht der Mai macht die Seele frisch und frei
  Lasst das Haus kommt hinaus windet einen Strauss
  """

  def main do
    @text
    |> String.downcase()
    |> String.split()
    |> Enum.frequencies()
    |> Enum.map(fn {text, count} -> %Word{text: text, count: count} end)
    |> Enum.sort_by(&{-&1.count, &1.text})
    |> Enum.take(5)
    |> Enum.each(&IO.puts("#{String.pad_trailing(&1.text, 10)} #{&1.count}"))

    1..4
    |> Task.async_stream(fn n -> {n, collatz(n * 27)} end)
    |> Enum.map(fn {:ok, answer} -> answer end)
  end

  defp collatz(n) do
    n
    |> Stream.iterate(fn n -> if rem(n, 2) == 0, do: div(n, 2), else: 3 * n + 1 end)
    |> Enum.find_index(&(&1 == 1))
  end
end
