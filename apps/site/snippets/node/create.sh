npm create beamline hello -- --platform node --language erlang
cd hello
npm install
npm start
