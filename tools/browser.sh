#!/usr/bin/env bash
# Have a Chromium for the browser tests: install it where the system's package manager can.
# With CI=true a missing browser is a failure; elsewhere the tests say by name that they were skipped.
set -u
for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && exit 0; done
root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
if command -v apt-get >/dev/null && $root true 2>/dev/null; then
  echo "Installing Chromium for the browser tests ..."
  $root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq chromium >/dev/null
fi
command -v chromium >/dev/null && exit 0
if [ "${CI:-}" = true ]; then echo "No Chromium, and CI=true: the browser tests cannot be left out." >&2; exit 1; fi
echo "No Chromium found: the browser tests will be skipped. Install the package 'chromium' to run them." >&2
