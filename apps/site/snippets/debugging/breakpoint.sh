node --inspect-brk node_modules/@beamline/runtime-node/dist/beamline.js run --debug ring.beam
