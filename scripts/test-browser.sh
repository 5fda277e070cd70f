#!/usr/bin/env bash
# Runs the browser suite in headless Chromium, which it installs where apt can.
set -euo pipefail
cd "$(dirname "$0")/.."
npm run --silent install:if-needed
if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo 'The browser suite needs Chromium: install the package "chromium" and run it again.' >&2
    exit 1
  fi
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2
fi
npm run --silent build
exec node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js \
  --config jest.browser.config.mjs "$@"
