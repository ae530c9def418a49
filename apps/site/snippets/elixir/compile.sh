elixirc hello.ex words.ex
