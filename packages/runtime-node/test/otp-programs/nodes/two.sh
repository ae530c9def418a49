# Two nodes on this computer: the first one does things to the second, which ends with it. The arguments are the second one's.
name=n$$
erl -name "$name-2@127.0.0.1" -setcookie secret -noshell -kernel logger_level none "$@" </dev/null >second.log 2>&1 &
second=$!
erl -name "$name-1@127.0.0.1" -setcookie secret -noshell -kernel logger_level none -run nodes main "$name-2" </dev/null
kill "$second" 2>/dev/null || true
wait
cat second.log
