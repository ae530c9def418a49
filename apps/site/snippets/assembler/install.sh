npm install @beamline/wasm-asm @beamline/module-writer
node add.js
