#!/usr/bin/env bash
# Lays out the root of the container image: the command and the shared libraries that it asks for, nothing else.
#
#   tools/rootfs.sh FOLDER-WITH-svclint ROOTFS
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
from=$1 to=$2
rm -rf "$to"
mkdir -p "$to/usr/bin" "$to/work" "$to/tmp" "$to/etc"
cp "$from/svclint" "$to/usr/bin/svclint"
ldd "$from/svclint" | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' | while read -r library; do
  mkdir -p "$to$(dirname "$library")"
  cp -L "$library" "$to$library"
done
printf 'nonroot:x:65532:65532:nonroot:/work:/sbin/nologin\n' > "$to/etc/passwd"
printf 'nonroot:x:65532:\n' > "$to/etc/group"
chmod 1777 "$to/tmp"
