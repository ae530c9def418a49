npx beamline info tool.beam
