npx beamline run --load math_like.beam trace.beam
