npm install @beamline/runtime-web
npm install --save-dev vite @beamline/unplugin
erlc hello.erl
npx vite
