#!/usr/bin/env bash
# Installs a real VS Code (code-server, which is VS Code's server and workbench) for the host test,
# in its own prefix outside the repository: it is 600 MB and must run under exactly Node 24.
# Usage: test/host/install.sh [PREFIX]     default: $MARGINALIA_HOST, else ~/.cache/marginalia-host
set -euo pipefail

node_version=24.21.0
code_server_version=4.139.1
prefix="${1:-${MARGINALIA_HOST:-$HOME/.cache/marginalia-host}}"
stamp="$prefix/installed-$code_server_version-$node_version"

if [[ -f "$stamp" ]]; then
  echo "VS Code host: already at $prefix"
  exit 0
fi

# code-server compiles a few native addons; kerberos needs the GSSAPI headers.
if [[ ! -f /usr/include/gssapi/gssapi.h || ! -x "$(command -v g++ || true)" ]]; then
  if command -v apt-get >/dev/null && [[ "$(id -u)" == 0 ]]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      libkrb5-dev g++ make python3
  else
    echo "VS Code host: install libkrb5-dev, g++, make and python3 first (Debian names)" >&2
    exit 1
  fi
fi

rm -rf "$prefix/node_modules" "$prefix/package-lock.json" # what an interrupted install left
mkdir -p "$prefix"
cd "$prefix"
npm install --prefix . --no-audit --no-fund "node@$node_version"
export PATH="$prefix/node_modules/node/bin:$PATH"
node_root="$(cd "$(dirname "$(node -p process.execPath)")/.." && pwd)"
if [[ -f "$node_root/include/node/node_api.h" ]]; then
  export npm_config_nodedir="$node_root" # headers come with the package: nothing else is downloaded
fi
npm install --prefix . --no-audit --no-fund --foreground-scripts "code-server@$code_server_version"
touch "$stamp"
echo "VS Code host: installed at $prefix"
