npx beamline run tool.beam square 12
npx beamline run tool.beam -- one two
