npx beamline gleam run
