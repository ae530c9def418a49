npx beamline disassemble --wasm -f double/1 math_like.beam
