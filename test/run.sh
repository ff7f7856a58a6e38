#!/usr/bin/env bash
# `npm test`: format, types, builds, generated docs and every suite; the last line is `N passed, N failed`.
# After `npm ci` nothing else is needed. `npm test -- core flows` runs the suites of those zones only.
set -euo pipefail
cd "$(dirname "$0")/.."

# From what everything stands on to what stands on everything: the first red line is nearest to the fault.
readonly ZONES='structure protocol core model flows contract storage vault fabric push places webauthn telemetry http socket
  client interaction console plugin nextcloud cli security conformance topology e2e'
# Zones whose files share processes, a few of them side by side: loading the server for each file takes longer than its tests do.
readonly TOGETHER='protocol core flows security http client console authenticator plugin vault outgoing telemetry e2e'
# Zones that mostly wait, for a timer, a disk or another process: they run beside the others, one after the other, and are shown at the end.
readonly BESIDE='model authenticator socket interaction crash fabric'
# Run by name only (`npm run test:nextcloud`): a Nextcloud is nothing that this can start. test/nextcloud-real/README.md says how.
readonly BY_NAME='nextcloud-real'
# A stuck test ends here with its name; the slowest (a whole login in a browser) takes well under a minute.
readonly TEST_TIMEOUT_MS=300000

passed=0
failed=0
skipped=0
faults=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  find_browser
  if [ $# -eq 0 ]; then
    check 'format and lint' npx --no-install biome check .
    check 'types' npx --no-install tsc --build
    # Suites that run the built server need not ask the compiler again.
    export TEST_SERVER_BUILT=true
    check 'build of the server' npm run --silent build -w server
    check 'build of the authenticator' npm run --silent build -w client-sdk/authenticator
    check 'build of the console' npm run --silent build -w server/console
    check 'build of the element' npm run --silent build -w web-plugin
    check 'build of the Nextcloud app' npm run --silent build -w web-plugin/nextcloud
    check 'generated docs are current' npm run --silent docs:check
    # Zones are plain words: splitting them is meant.
    # shellcheck disable=SC2046
    set -- $(all_zones)
    echo '!!! NOT RUN: browser specs against a real Nextcloud: they need one: NEXTCLOUD_URL=… npm run test:nextcloud' >&2
  fi
  run_zones "$@"
  finish
}

run_zones() {
  local zone beside=() others=() lane=
  for zone in "$@"; do
    if [ $# -gt 1 ] && is_among "$zone" "$BESIDE"; then beside+=("$zone"); else others+=("$zone"); fi
  done
  if [ ${#beside[@]} -gt 0 ]; then
    for zone in "${beside[@]}"; do run_zone "$zone"; done >"$work/beside.log" 2>&1 &
    lane=$!
  fi
  for zone in ${others[@]+"${others[@]}"}; do run_zone "$zone"; done
  if [ -n "$lane" ]; then
    wait "$lane" || true
    cat "$work/beside.log"
  fi
  for zone in "$@"; do count_zone "$zone"; done
}

is_among() {
  # Words, whatever stands between them: splitting is meant.
  # shellcheck disable=SC2116,SC2086
  case " $(echo $2) " in *" $1 "*) return 0 ;; esac
  return 1
}

# An installed browser when there is one, else the one inside an npm package; test/support/browser.ts reads the variables.
find_browser() {
  local name
  for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
      CHROMIUM_PATH=$(command -v "$name")
      export CHROMIUM_PATH
      return
    fi
  done
  # The package unpacks the system libraries it brings only when it believes it runs there.
  export AWS_LAMBDA_JS_RUNTIME=nodejs22.x
  CHROMIUM_PATH=$(node -e '
    import("@sparticuz/chromium").then(async ({ default: chromium }) => console.log(await chromium.executablePath()))
  ' 2>/dev/null) || CHROMIUM_PATH=
  if [ -n "$CHROMIUM_PATH" ]; then
    export CHROMIUM_PATH
    # Where the package puts those libraries.
    export LD_LIBRARY_PATH="${TMPDIR:-/tmp}/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    return
  fi
  unset CHROMIUM_PATH
  missing 'browser suites (e2e)' 'no Chromium found: install chromium, or set CHROMIUM_PATH'
}

# One loud line; where nobody reads along (CI) a suite that cannot run is a failure.
missing() {
  echo "!!! NOT RUN: $1: $2" >&2
  [ "${CI:-}" != true ] || fault "$1 not run: $2"
}

fault() {
  failed=$((failed + 1))
  faults="${faults}FAIL  $1
"
}

check() {
  local title=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $title"
    return
  fi
  cat "$work/check.log"
  echo "FAIL  $title"
  fault "$title"
}

# Known zones in order, then folders that the list does not know yet, so that no suite is ever forgotten.
all_zones() {
  local folder zone
  for zone in $ZONES; do [ -z "$(suites_of "$zone")" ] || echo "$zone"; done
  for folder in test/*/; do
    zone=$(basename "$folder")
    case " $(echo $ZONES $BY_NAME) " in *" $zone "*) continue ;; esac
    [ -z "$(suites_of "$zone")" ] || echo "$zone"
  done
}

suites_of() {
  [ ! -d "test/$1" ] || find "test/$1" -name '*.test.ts' | sort
}

# Runs the suites of a zone and leaves their tallies in a folder of its own.
run_zone() {
  local zone=$1 tallies=$work/zone-$1 files at_once=2 timeout_ms=$TEST_TIMEOUT_MS
  if [ "$zone" = e2e ] && [ -z "${CHROMIUM_PATH:-}" ]; then return; fi
  # Half of a journey is waiting for a page or a timer: a third one fits on two cores.
  if [ "$zone" = e2e ]; then at_once=3; fi
  mkdir "$tallies"
  if [ "$zone" = nextcloud-real ]; then
    has_nextcloud || return 0
    # One Nextcloud, one set of settings; and each page of it is a second.
    at_once=1
    timeout_ms=$((TEST_TIMEOUT_MS * 4))
  fi
  # Names of files are plain words: splitting them is meant.
  # shellcheck disable=SC2046,SC2086
  files=$(suites_of "$zone")
  echo
  echo "── $zone"
  if [ -z "$files" ]; then
    echo "no suite in test/$zone"
  elif is_among "$zone" "$TOGETHER"; then
    run_together "$tallies" "$at_once" "$timeout_ms" $files
  else
    run_apart "$tallies" "$at_once" "$timeout_ms" $files
  fi
}

# A process each. The exit code is not asked: the tally knows more (a file without tests, a todo).
run_apart() {
  local tallies=$1 at_once=$2 timeout_ms=$3
  shift 3
  node --conditions=source --import tsx --test --test-concurrency="$at_once" --test-timeout="$timeout_ms" \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=./test/support/tally-reporter.mjs --test-reporter-destination="$tallies/1" \
    "$@" || true
}

# A few processes for all of them, each with every so manieth file. The first is seen as it goes, the others when all have ended.
run_together() {
  local tallies=$1 at_once=$2 lane turn file processes=()
  export SUITE_TIMEOUT_MS=$3
  shift 3
  for ((lane = 0; lane < at_once && lane < $#; lane += 1)); do
    local own=()
    turn=0
    for file in "$@"; do
      if ((turn % at_once == lane)); then own+=("$file"); fi
      turn=$((turn + 1))
    done
    if [ "$lane" -eq 0 ]; then
      in_one_process "$tallies/1" "${own[@]}" &
    else
      in_one_process "$tallies/$((lane + 1))" "${own[@]}" >"$tallies.$lane.log" 2>&1 &
    fi
    processes+=($!)
  done
  wait "${processes[@]}" || true
  for ((lane = 1; lane < ${#processes[@]}; lane += 1)); do cat "$tallies.$lane.log"; done
}

in_one_process() {
  local tally=$1
  shift
  # A process that ends before its tally is written counts as a failure, whatever ended it.
  echo '0 1 0' >"$tally"
  node --conditions=source --import tsx --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=./test/support/tally-reporter.mjs --test-reporter-destination="$tally.new" \
    test/support/together.mjs "$@" || true
  [ ! -s "$tally.new" ] || mv "$tally.new" "$tally"
}

# Adds up what a zone left. One that left no folder was not run, which was said when it was found out.
count_zone() {
  local zone=$1 tallies=$work/zone-$1 tally p f s zone_failed=0 zone_skipped=0
  [ -d "$tallies" ] || return 0
  # No tally at all: no suite, or the runner itself fell over.
  [ -s "$tallies/1" ] || echo '0 1 0' >"$tallies/1"
  for tally in "$tallies"/*; do
    read -r p f s <"$tally" || true
    passed=$((passed + p))
    zone_failed=$((zone_failed + f))
    zone_skipped=$((zone_skipped + s))
  done
  skipped=$((skipped + zone_skipped))
  if [ "$zone_failed" -gt 0 ]; then
    fault "$zone: $zone_failed failed"
    failed=$((failed + zone_failed - 1))
  fi
  if [ "$zone_skipped" -gt 0 ]; then missing "$zone_skipped tests of $zone" 'skipped, see above for the reason'; fi
}

# Nobody asks for this suite by chance: without what it needs it has failed.
has_nextcloud() {
  local name
  for name in NEXTCLOUD_URL NEXTCLOUD_ADMIN NEXTCLOUD_ADMIN_PASSWORD NEXTCLOUD_OCC CHROMIUM_PATH; do
    if [ -z "${!name:-}" ]; then
      echo "!!! NOT RUN: browser specs against a real Nextcloud: $name is not set" >&2
      return 1
    fi
  done
}

finish() {
  echo
  printf '%s' "$faults"
  [ "$skipped" -eq 0 ] || echo "!!! $skipped skipped"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

main "$@"
