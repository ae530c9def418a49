defmodule Doubler do
  def double(list) do
    Enum.map(list, fn n -> n * 2 end)
  end
end
