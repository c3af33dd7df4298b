#!/usr/bin/env bash
# What the release workflow does with the files of tools/release.sh, step by step. Nothing leaves this machine: uploading is the workflow's part.
#
#   tools/publish.sh check TAG          the tag is the version of the sources, and CHANGELOG.md tells of it
#   tools/publish.sh collect FOLDER     checksums and formula over the files of all machines
#   tools/publish.sh image FOLDER OUT   the root of the container image, from the archive for linux-x64
#   tools/publish.sh site FOLDER TAG    the documentation, in FOLDER/TAG where the tool's links lead and in FOLDER itself
#   tools/publish.sh notes              what CHANGELOG.md tells of the newest version
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
notes() { awk '/^## /{n++} n==1' "$root/CHANGELOG.md"; }

case ${1:-}-$# in
  check-2)
    [ "$2" = "v$version" ] || { echo "tag $2 is not v$version, the version of Directory.Build.props" >&2; exit 1; }
    [[ $(notes | sed -n 1p) == "## $version"* ]] || { echo "the newest section of CHANGELOG.md is not about $version" >&2; exit 1; }
    ;;
  collect-2)
    cd "$2"
    rm -f SHA256SUMS svclint.rb
    sha256sum -- * > SHA256SUMS
    bash "$root/tools/homebrew.sh" "$version" SHA256SUMS > svclint.rb
    ;;
  image-3)
    native=$(mktemp -d)
    trap 'rm -rf "$native"' EXIT
    tar -xzf "$2/svclint-$version-linux-x64.tar.gz" -C "$native" --strip-components 1
    bash "$root/tools/rootfs.sh" "$native" "$3"
    ;;
  site-3)
    dotnet run "$root/tools/Site.cs" -- "$2/$3"
    dotnet run "$root/tools/Site.cs" -- "$2"
    touch "$2/.nojekyll"
    ;;
  notes-1) notes ;;
  *) usage ;;
esac
