#!/bin/sh
# Writes what other package managers read of a release: a formula for Homebrew and a manifest for Scoop.
#
#   manifests.sh VERSION FOLDER     reads FOLDER/SHA256SUMS; writes FOLDER/ravelin.rb and FOLDER/ravelin.json
set -eu

version=$1
folder=$2
url=https://github.com/ravelin-scanner/ravelin/releases/download/v$version
description="Infrastructure-as-code misconfiguration scanner"

sum() {
  line=$(grep -F "  ravelin-$version-$1" "$folder/SHA256SUMS") || {
    echo "error: SHA256SUMS does not have ravelin-$version-$1" >&2
    exit 1
  }
  echo "${line%% *}"
}

# Not inside of the text: a shell goes on when a command in one fails.
mac_arm=$(sum aarch64-apple-darwin.tar.gz)
mac_intel=$(sum x86_64-apple-darwin.tar.gz)
linux_arm=$(sum aarch64-unknown-linux-musl.tar.gz)
linux_intel=$(sum x86_64-unknown-linux-musl.tar.gz)
windows_arm=$(sum aarch64-pc-windows-msvc.zip)
windows_intel=$(sum x86_64-pc-windows-msvc.zip)

cat > "$folder/ravelin.rb" << END
class Ravelin < Formula
  desc "$description"
  homepage "https://github.com/ravelin-scanner/ravelin"
  version "$version"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "$url/ravelin-$version-aarch64-apple-darwin.tar.gz"
      sha256 "$mac_arm"
    end
    on_intel do
      url "$url/ravelin-$version-x86_64-apple-darwin.tar.gz"
      sha256 "$mac_intel"
    end
  end

  on_linux do
    on_arm do
      url "$url/ravelin-$version-aarch64-unknown-linux-musl.tar.gz"
      sha256 "$linux_arm"
    end
    on_intel do
      url "$url/ravelin-$version-x86_64-unknown-linux-musl.tar.gz"
      sha256 "$linux_intel"
    end
  end

  def install
    bin.install "ravelin"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/ravelin.bash" => "ravelin"
    fish_completion.install "completions/ravelin.fish"
    zsh_completion.install "completions/_ravelin"
  end

  test do
    (testpath/"Dockerfile").write "FROM alpine:latest\n"
    assert_match "Dockerfile:1:6", shell_output("#{bin}/ravelin scan Dockerfile --format concise", 1)
  end
end
END

cat > "$folder/ravelin.json" << END
{
  "version": "$version",
  "description": "$description",
  "homepage": "https://github.com/ravelin-scanner/ravelin",
  "license": "Apache-2.0",
  "architecture": {
    "64bit": {
      "url": "$url/ravelin-$version-x86_64-pc-windows-msvc.zip",
      "hash": "$windows_intel",
      "extract_dir": "ravelin-$version-x86_64-pc-windows-msvc"
    },
    "arm64": {
      "url": "$url/ravelin-$version-aarch64-pc-windows-msvc.zip",
      "hash": "$windows_arm",
      "extract_dir": "ravelin-$version-aarch64-pc-windows-msvc"
    }
  },
  "bin": "ravelin.exe",
  "checkver": "github",
  "autoupdate": {
    "architecture": {
      "64bit": {
        "url": "https://github.com/ravelin-scanner/ravelin/releases/download/v\$version/ravelin-\$version-x86_64-pc-windows-msvc.zip",
        "extract_dir": "ravelin-\$version-x86_64-pc-windows-msvc"
      },
      "arm64": {
        "url": "https://github.com/ravelin-scanner/ravelin/releases/download/v\$version/ravelin-\$version-aarch64-pc-windows-msvc.zip",
        "extract_dir": "ravelin-\$version-aarch64-pc-windows-msvc"
      }
    },
    "hash": {
      "url": "\$url.sha256"
    }
  }
}
END
