#!/usr/bin/env bash
# The step of the action: SARIF, JSON and a summary, then the exit code that the findings ask.
set -uo pipefail

folder="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/llmpick"
mkdir -p "$folder"

arguments=(check --files)
while IFS= read -r line; do
  [ -n "$line" ] && arguments+=("$line")
done <<<"${INPUT_FILES:-.}"
[ -n "${INPUT_POLICY:-}" ] && arguments+=(--policy "$INPUT_POLICY")
[ -n "${INPUT_UPCOMING:-}" ] && arguments+=(--upcoming "$INPUT_UPCOMING")
[ -n "${INPUT_BASELINE:-}" ] && arguments+=(--baseline "$INPUT_BASELINE")
while IFS= read -r line; do
  [ -n "$line" ] && arguments+=(--exclude "$line")
done <<<"${INPUT_EXCLUDE:-}"

# LLMPICK_COMMAND: the command to run instead, for tests
if [ -n "${LLMPICK_COMMAND:-}" ]; then
  run=("$LLMPICK_COMMAND")
elif [ -n "${INPUT_VERSION:-}" ]; then
  run=(pipx run --spec "llmpick==$INPUT_VERSION" llmpick)
else
  run=(pipx run llmpick)
fi

"${run[@]}" "${arguments[@]}" --format sarif >"$folder/llmpick.sarif"
code=$?
if [ "$code" -gt 1 ]; then
  exit "$code" # the question was wrong: llmpick has said why
fi
"${run[@]}" "${arguments[@]}" --json >"$folder/llmpick.json" 2>/dev/null
"${run[@]}" "${arguments[@]}" --format markdown >>"${GITHUB_STEP_SUMMARY:-/dev/null}" 2>/dev/null

count=$(sed -n 's/^  "counted": \([0-9]*\),*$/\1/p' "$folder/llmpick.json")
{
  echo "findings=$count"
  echo "sarif=$folder/llmpick.sarif"
  echo "report=$folder/llmpick.json"
} >>"${GITHUB_OUTPUT:-/dev/null}"

[ "${INPUT_FAIL_ON:-findings}" = nothing ] && exit 0
exit "$code"
