npx beamline elixir -e 'IO.puts("Hello from Elixir")'
