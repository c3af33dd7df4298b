#!/usr/bin/env bash
# Brings the released command of one version, checked against the release's checksums. It needs no .NET.
#
#   tools/install.sh VERSION FOLDER
#
# FOLDER/svclint is there afterwards. Exit status 4 where this machine has no released command, 1 where it does not arrive as released.
# SVCLINT_RELEASES names another place to take releases from.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
version=$1 folder=$2
releases=${SVCLINT_RELEASES:-https://github.com/svclint/svclint/releases/download}

case $(uname -s) in Linux) os=linux ;; Darwin) os=osx ;; MINGW* | MSYS* | CYGWIN*) os=win ;; *) exit 4 ;; esac
case $(uname -m) in x86_64 | amd64) machine=x64 ;; aarch64 | arm64) machine=arm64 ;; *) exit 4 ;; esac
if [ $os = linux ] && ldd --version 2>&1 | grep -qi musl; then os=linux-musl; fi
case $os in win) end=zip ;; *) end=tar.gz ;; esac
archive=svclint-$version-$os-$machine.$end

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl --fail --silent --show-error --location --retry 3 --output "$work/SHA256SUMS" "$releases/v$version/SHA256SUMS" || exit 4
grep -E "^[0-9a-f]{64} [ *]$archive\$" "$work/SHA256SUMS" > "$work/sum" || exit 4
curl --fail --silent --show-error --location --retry 3 --output "$work/$archive" "$releases/v$version/$archive"
sum() { if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
(cd "$work" && sum --check --status sum) || { echo "install: $archive is not what the release's SHA256SUMS says" >&2; exit 1; }
mkdir -p "$folder"
case $end in
  zip) unzip -q -o "$work/$archive" -d "$work/out" && cp -R "$work/out"/*/. "$folder" ;;
  *) tar -xzf "$work/$archive" -C "$folder" --strip-components 1 ;;
esac
