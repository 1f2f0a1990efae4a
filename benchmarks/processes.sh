#!/usr/bin/env bash
# Times whole processes of the command line, as a user starts them: several runs each, after one that
# warms the disk. Prints the smallest, middle and largest wall-clock time, processor time, and memory.
# Build first: ./etalon --version && ./mvnw -q package -DskipTests

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

java -cp benchmarks/target/benchmarks.jar org.etalon.benchmarks.LargeOnnx "$work/large.onnx" 100000
for a in 0 1 2 3 4; do for b in 0 1 2 3 4; do for c in 0 1 2 3 4; do
  for d in 0 1 2 3 4; do for e in 0 1 2 3 4; do for f in 0 1 2 3 4; do
    echo "nasbench201:${a}_$b${c}_$d$e$f"
  done; done; done
done; done; done > "$work/cells.txt"

measure() {
  local what=$1 input=$2
  shift 2
  "$@" < "$input" > /dev/null 2>&1
  for _ in $(seq "$runs"); do
    /usr/bin/time -o "$work/time" -a -f '%e %U %S %M' "$@" < "$input" > /dev/null 2>&1
  done
  sort -n "$work/time" | awk -v what="$what" '
    { wall[NR] = $1; cpu[NR] = $2 + $3; if ($4 > memory) memory = $4 }
    END { printf "%-44s %6.2f %6.2f %6.2f s wall %6.2f s processor %5d MB\n",
      what, wall[1], wall[int((NR + 1) / 2)], wall[NR], cpu[int((NR + 1) / 2)], memory / 1024 }'
  rm "$work/time"
}

printf '%-44s %6s %6s %6s\n' "" least middle most
measure "--version" /dev/null ./etalon --version
measure "analyze resnet50.onnx" /dev/null ./etalon analyze examples/models/resnet50.onnx
measure "transfer resnet18.onnx to resnet34.onnx" /dev/null \
  ./etalon transfer --base examples/models/resnet18.onnx --target examples/models/resnet34.onnx --lr 0.1
measure "transfer ViT-B/16 to ViT-L/32, families" /dev/null \
  ./etalon transfer --base vit \
  --target vit:depth=24,width=1024,heads=16,patch=32 --lr 0.1
measure "analyze an ONNX graph of 100,000 nodes" /dev/null ./etalon analyze "$work/large.onnx"
measure "analyze 15,625 NAS cells, --scope cell" "$work/cells.txt" \
  ./etalon analyze --scope cell --from -
measure "analyze 15,625 NAS networks" "$work/cells.txt" ./etalon analyze --from -
