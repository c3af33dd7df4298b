#!/usr/bin/env bash
# Prints the Homebrew formula of a release from its checksums.
#
#   tools/homebrew.sh VERSION SHA256SUMS
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
version=$1 sums=$2
sum() { awk -v file="svclint-$version-$1.tar.gz" '$2 == file { print $1 }' "$sums"; }
block() {
  [ -n "$(sum "$2")" ] || return 0
  printf '  on_%s do\n    on_%s do\n      url "https://github.com/svclint/svclint/releases/download/v%s/svclint-%s-%s.tar.gz"\n      sha256 "%s"\n    end\n  end\n\n' \
    "${1%-*}" "${1#*-}" "$version" "$version" "$2" "$(sum "$2")"
}

cat <<RUBY
class Svclint < Formula
  desc "Finds what breaks Kubernetes Service networking, before the cluster does"
  homepage "https://github.com/svclint/svclint"
  version "$version"
  license "MIT"

RUBY
block linux-intel linux-x64
block linux-arm linux-arm64
block macos-intel osx-x64
block macos-arm osx-arm64
cat <<'RUBY'
  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"svclint"
    man1.install_symlink libexec/"svclint.1" if (libexec/"svclint.1").exist?
    generate_completions_from_executable(bin/"svclint", "completion", shells: [:bash, :zsh, :fish])
  end

  test do
    (testpath/"web.yaml").write("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: nodeport\n")
    assert_match "SVC1105", shell_output("#{bin}/svclint web.yaml", 1)
  end
end
RUBY
