defmodule Counter do
  use GenServer

  def start_link(start), do: GenServer.start_link(__MODULE__, start, name: __MODULE__)

  @impl true
  def init(start) do
    IO.puts("the counter begins at #{start}: #{inspect(self())}")
    :timer.send_interval(1000, :tick)
    {:ok, start}
  end

  @impl true
  def handle_info(:tick, count), do: {:noreply, count + 1}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}
end

defmodule Program do
  def main do
    {:ok, _} = Supervisor.start_link([{Counter, 10}], strategy: :one_for_one, max_restarts: 100)
    GenServer.call(Counter, :value)
  end
end
