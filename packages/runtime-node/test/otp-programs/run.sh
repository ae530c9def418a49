#!/bin/sh
# Runs the commands of a program, one a line in its file `commands`, with the erl, erlc and escript on the PATH, in a copy of its folder.
# Prints each command with its output, errors and exit status; what differs from run to run is replaced.
#
#   run.sh supervision
#
# OTP_ROOT is what prepare.sh prints, which is called if it is not set.
set -eu
folder=$(cd "$(dirname "$0")/$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/home" "$scratch/work"
cp -R "$folder/." "$scratch/work"
cp "$folder/../settled.erl" "$scratch/work"
rm -f "$scratch/work/expected.txt" "$scratch/work/expected.txt.new"
cd "$scratch/work"
export HOME="$scratch/home" TZ=UTC LC_ALL=C.UTF-8
root=${OTP_ROOT:-$("$folder/../prepare.sh")}
while IFS= read -r command; do
  echo "\$ $command"
  status=0
  timeout 30 sh -c "$command" >../output 2>../errors </dev/null || status=$?
  cat ../output
  sed 's/^/! /' ../errors
  if [ "$status" -ne 0 ]; then echo "status $status"; fi
done <commands >../transcript
sed -E \
  -e 's/\r$/ (CR)/' \
  -e "s|$scratch/work|WORK|g; s|$scratch|SCRATCH|g; s|$root|ROOT|g" \
  -e 's/<[0-9]+\.[0-9]+\.[0-9]+>/<pid>/g' \
  -e 's/#Ref<[0-9.]+>/#Ref/g' \
  -e 's/#Port<[0-9.]+>/#Port/g' \
  -e 's/#Fun<([a-z_]+)\.([0-9]+)\.[0-9]+>/#Fun<\1.\2>/g' \
  -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})/TIME/g' \
  -e 's/[0-9]{1,2}-[A-Z][a-z]{2}-[0-9]{4}::?[ ]?[0-9:.]+/TIME/g' \
  -e 's/(heap_size|stack_size|reductions|total_heap_size)([:,] ?)[0-9]+/\1\2N/g' \
  ../transcript
