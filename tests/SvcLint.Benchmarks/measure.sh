#!/usr/bin/env bash
# Start to exit of svclint, as a user waits for it: one file of three documents, a folder of manifests, one file of 4 MB.
# Usage: measure.sh [SVCLINT [FOLDER]]
#   SVCLINT  the program; default: the tool compiled ahead of time from this checkout (needs clang)
#   FOLDER   any tree of manifests; default: the samples of this checkout
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

svclint=${1:-}
if [ -z "$svclint" ]; then
  echo "Compiling ahead of time ..."
  dotnet publish "$root/src/SvcLint.Cli" -c Release -r linux-x64 -p:PublishAot=true -o "$work/svclint" --nologo -v quiet
  svclint=$work/svclint/svclint
fi
folder=${2:-$root/samples}

cat > "$work/web.yaml" <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  ingress:
    - ports:
        - port: http
YAML

# 4 MB: the same three documents under other names.
awk 'BEGIN { RS = "\0" } { for (i = 0; length(all) < 4000000; i++) { one = $0; gsub(/: web/, ": web" i, one); all = all one "---\n" } printf "%s", all }' \
  "$work/web.yaml" > "$work/large.yaml"

now() { date +%s%N; }

# measure NAME RUNS ARGUMENT...: fastest and middle time in milliseconds, and the largest memory in MB.
measure() {
  local name=$1 runs=$2 times=() start i
  shift 2
  "$svclint" "$@" --fail-on never > /dev/null 2>&1
  for ((i = 0; i < runs; i++)); do
    start=$(now)
    "$svclint" "$@" --fail-on never > /dev/null 2>&1
    times+=($((($(now) - start) / 10000)))
  done
  local sorted memory="?"
  mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
  if [ -x /usr/bin/time ]; then
    memory=$(/usr/bin/time -f '%M' "$svclint" "$@" --fail-on never 2>&1 > /dev/null | tail -n 1)
    memory=$((memory / 1024))
  fi
  awk -v name="$name" -v fast="${sorted[0]}" -v middle="${sorted[$((runs / 2))]}" -v memory="$memory" \
    'BEGIN { printf "%-34s %9.1f ms fastest %9.1f ms median %6s MB\n", name, fast / 100, middle / 100, memory }'
}

echo "$("$svclint" --version), $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
measure "one file, three documents" 40 "$work/web.yaml"
measure "the same as SARIF" 20 "$work/web.yaml" --format sarif
measure "one file of 4 MB" 5 "$work/large.yaml"
files=$(find "$folder" -name '*.y*ml' | wc -l)
measure "$files files" 5 "$folder"
echo
echo "Where the time goes in $folder:"
"$svclint" "$folder" --fail-on never --stats 2>&1 > /dev/null | grep -E '^(read|linted|documents|units)' || true
