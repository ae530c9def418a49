npx beamline pack --no-installed-otp -o library.avm library.beam
npx beamline compile --target atomvm -o out program.beam library.avm
npx beamline info out/program.beam
npx beamline disassemble --wasm out/program.beam
