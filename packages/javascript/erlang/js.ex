defmodule JS do
  @moduledoc """
  JavaScript from Elixir: the functions of the Erlang module `js`, with the exception `JS.Error` in place of its error.

  Names of properties are strings or atoms: `JS.get(document, :title)`.
  """

  defmodule Error do
    @moduledoc "What JavaScript has thrown. `reference` is the value itself."
    defexception [:name, :reference, :description, :stack]

    @impl true
    def message(%{name: name, description: description}), do: "#{name}: #{description}"
  end

  @functions [
    global: [:name],
    get: [:target, :key],
    get: [:target, :key, :result],
    set: [:target, :key, :value],
    delete: [:target, :key],
    has: [:target, :key],
    keys: [:target],
    call: [:target, :method, :arguments],
    call: [:target, :method, :arguments, :result],
    apply: [:function, :arguments],
    apply: [:function, :arguments, :result],
    new: [:class, :arguments],
    typeof: [:value],
    instance_of: [:value, :class],
    is_reference: [:term],
    reference: [:value],
    value: [:value],
    iterate: [:value],
    stack: [:error],
    await: [:promise],
    await: [:promise, :timeout],
    await: [:promise, :timeout, :result],
    function: [:fun],
    function: [:process, :tag],
    reply: [:from, :result],
    sender: [:tag],
    sender: [:to, :tag],
    listen: [:target, :type],
    listen: [:target, :type, :options],
    unlisten: [:listener],
    more: [:listener, :count],
    dropped: [:listener],
    request_animation_frame: [],
    cancel_animation_frame: [:frame]
  ]

  import Kernel, except: [apply: 2, apply: 3, is_reference: 1]

  for {name, arguments} <- @functions do
    variables = Enum.map(arguments, &Macro.var(&1, __MODULE__))

    @doc "`js:#{name}/#{length(arguments)}` of Erlang."
    def unquote(name)(unquote_splicing(variables)) do
      try do
        :js.unquote(name)(unquote_splicing(variables))
      rescue
        error in ErlangError -> reraise(exception(error), __STACKTRACE__)
      end
    end
  end

  defp exception(%ErlangError{original: {:js_error, reference, name, message}}),
    do: %Error{name: name, reference: reference, description: message, stack: :js.stack(reference)}

  defp exception(other), do: other
end
