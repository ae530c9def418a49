npx beamline run hello.beam
npx beamline run hello.beam greet '<<"Joe">>'
