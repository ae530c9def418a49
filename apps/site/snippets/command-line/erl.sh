npx beamline erlc tool.erl
npx beamline erl -noshell -eval 'io:format("~p~n", [tool:square(7)]), halt().'
