npx beamline pack -o greeter.avm --tree-shake functions greeter.beam
npx beamline run --no-installed-otp --quiet greeter.avm
