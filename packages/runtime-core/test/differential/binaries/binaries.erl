%% Building bitstrings and taking them apart: every segment type, size, unit, flag and alignment.
-module(binaries).
-include("binaries.hrl").
