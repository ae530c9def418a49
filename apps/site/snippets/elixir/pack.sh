npx beamline pack -o words.avm --tree-shake functions Elixir.Words.beam
