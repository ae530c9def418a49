npx beamline run --max-memory 32 --max-time 2000 guest.beam answer
npx beamline run --allow-read . guest.beam read '"notes.txt"'
