npx beamline compile -o compiled fib.beam
npx beamline run --trust-compiled compiled/fib.beam fib 20
