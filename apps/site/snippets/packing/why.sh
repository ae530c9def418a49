npx beamline pack --tree-shake functions --why unicode greeter.beam
