npm create beamline hello -- --platform vite --language erlang
cd hello
npm install
npm run dev
