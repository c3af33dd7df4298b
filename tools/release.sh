#!/usr/bin/env bash
# Makes everything that a release holds, and publishes nothing.
#
#   tools/release.sh [--rid RID] [--out FOLDER] [--no-tool] [--sbom]
#
#   --rid RID      the runtime to compile for, ahead of time; default this machine's
#   --out FOLDER   default artifacts/release
#   --no-tool      leave out the packages that are the same for every runtime
#   --sbom         write bills of material, which needs the package CycloneDX
#
# FOLDER then holds packages (svclint, svclint.any, svclint.RID, SvcLint.Analyzers), svclint-VERSION-RID.tar.gz or .zip with the command,
# its man page and completions, a Python wheel with the command inside, svclint.rb for Homebrew, and SHA256SUMS.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

os=$(uname -s) machine=$(uname -m)
case $os in Linux) os=linux ;; Darwin) os=osx ;; *) os=win ;; esac
case $machine in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
rid=$os-$machine out=$root/artifacts/release tool=1 sbom=0
while [ $# -gt 0 ]; do
  case $1 in
    --rid) rid=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --no-tool) tool=0; shift ;;
    --sbom) sbom=1; shift ;;
    --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "unknown option $1; see --help" >&2; exit 2 ;;
  esac
done

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What macOS lacks of GNU's tools. The same input gives the same bytes.
sum() { if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
archive() {
  python3 - "$1" "$2" <<'PYTHON'
import os, sys, tarfile

def plain(member):
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member

os.chdir(sys.argv[1])
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.GNU_FORMAT) as tar:
    tar.add(sys.argv[2], filter=plain)
PYTHON
}
pack() { dotnet pack "$@" --configuration Release --nologo -p:SvcLintRelease=true -p:RunAnalyzersDuringBuild=false "--property:PackageOutputPath=$out"; }

cd "$root"
if [ $tool = 1 ]; then
  pack
  pack src/SvcLint.Cli -r any -p:PublishAot=false
fi
pack src/SvcLint.Cli -r "$rid"

# The package holds what was compiled: nothing is compiled twice.
python3 -m zipfile -e "$out/svclint.$rid.$version.nupkg" "$work/package"
native=$(dirname "$(find "$work/package/tools" -name svclint -o -name svclint.exe | head -1)")
name=svclint-$version-$rid
mkdir "$work/$name"
cp -R "$native"/. "$work/$name"
rm -f "$work/$name"/*.dbg "$work/$name"/*.pdb "$work/$name"/*.xml "$work/$name"/DotnetToolSettings.xml
cp LICENSE README.md "$work/$name"
if [ -f "$work/$name/svclint" ]; then
  chmod 755 "$work/$name/svclint"
fi
# A command for another system or C library does not run here.
if "$work/$name/svclint" --version > /dev/null 2>&1; then
  "$work/$name/svclint" man > "$work/$name/svclint.1"
  for shell in bash zsh fish pwsh; do "$work/$name/svclint" completion $shell > "$work/$name/completion.$shell"; done
fi

case $rid in
  win-*) (cd "$work" && python3 -m zipfile -c "$out/$name.zip" "$name") ;;
  *) archive "$work" "$name" | gzip -n > "$out/$name.tar.gz" ;;
esac
python3 tools/wheel.py "$work/$name" "$version" "$rid" "$out"

if [ $sbom = 1 ]; then
  dotnet tool install CycloneDX --tool-path "$work/tools" >/dev/null
  "$work/tools/dotnet-CycloneDX" src/SvcLint.Cli/SvcLint.Cli.csproj --output "$out" --filename "svclint-$version.cdx.json" --output-format Json --set-version "$version" --disable-package-restore
fi

cd "$out"
sum -- *.nupkg *.whl $(ls *.tar.gz *.zip *.cdx.json 2>/dev/null) > SHA256SUMS
bash "$root/tools/homebrew.sh" "$version" SHA256SUMS > svclint.rb
ls -l
