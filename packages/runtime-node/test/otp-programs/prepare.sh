#!/bin/sh
# Prints the root folder of the OTP whose erl is on the PATH. What a report needs is loaded, and by Beamline compiled and kept, before
# programs run: they wait for reports a fixed time.
set -eu
reporters='[proc_lib,supervisor,gen_server,gen_statem,io,io_lib,io_lib_format,io_lib_pretty,erl_error,erl_scan,erl_internal,epp,string,unicode_util]'
erl -noinput -eval "[{module, _} = code:ensure_loaded(M) || M <- $reporters], io:put_chars(code:root_dir()), halt()"
