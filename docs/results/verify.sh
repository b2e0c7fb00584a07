#!/usr/bin/env bash
# Runs every executor over a test set, for the model of a finished run with both folds, and keeps what it prints.
#
#   docs/results/verify.sh NAME RUN DATASET [OPTION...]     such as: verify.sh lenet5 runs/mnist mnist
#
# Writes docs/results/raw/verify-NAME-exact.json and verify-NAME-shift.json. The shift model is packed from the same run
# unless RUN-shift exists, a run trained with --fold shift.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$1 run=$2 dataset=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -e "$run-shift/model.dyadic" ]; then
  cp "$run-shift/model.dyadic" "$work/shift.dyadic"
else
  "$here/../../dyadic" pack "$run" --fold shift -o "$work/shift.dyadic" >/dev/null
fi
cp "$run/model.dyadic" "$work/exact.dyadic"
for fold in exact shift; do
  status=0
  "$here/../../dyadic" verify "$work/$fold.dyadic" --dataset "$dataset" --json "$@" >"$work/$fold.json" || status=$?
  sed "s#$work/#$name-#g" "$work/$fold.json" >"$here/raw/verify-$name-$fold.json"
  [ "$status" = 0 ] || { echo "$name, $fold fold: verify ended with $status" >&2; exit "$status"; }
done
