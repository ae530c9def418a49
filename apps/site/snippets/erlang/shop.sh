npx beamline run --quiet --otp -p shop/ebin shop main
