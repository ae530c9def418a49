npm install @beamline/runtime-node
erlc hello.erl
node hello.js
