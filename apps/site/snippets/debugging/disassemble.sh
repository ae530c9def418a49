npx beamline disassemble -f double/1 math_like.beam
