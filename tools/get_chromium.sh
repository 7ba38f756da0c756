#!/bin/sh
# Finds a Chromium for the browser tests, or installs one; prints where it is.
#
#   1. $THIRD_RING_TEST_CHROMIUM   2. chromium, chromium-browser, google-chrome on PATH   3. one Playwright keeps
#   4. Playwright's download       5. Debian's package, as root                           6. says what to do
set -eu

say() { echo "chromium: $*" >&2; }

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

# Without these, screenshots show boxes for emoji and for most scripts. Not worth failing for.
fonts() {
    as_root_on_debian || return 0
    command -v dpkg-query >/dev/null || return 0
    # One line per package; a missing one makes dpkg-query fail.
    if ! dpkg-query -W fonts-liberation fonts-noto-color-emoji fonts-noto-core >/dev/null 2>&1; then
        say "installing fonts"
        apt_install fonts-liberation fonts-noto-color-emoji fonts-noto-core || say "fonts are missing: screenshots may show boxes"
    fi
}

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

of_playwright() {
    for browser in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome; do
        [ -x "$browser" ] && echo "$browser" && return 0
    done
    return 1
}

found() { on_path || of_playwright; }

if [ -n "${THIRD_RING_TEST_CHROMIUM:-}" ]; then
    [ -x "$THIRD_RING_TEST_CHROMIUM" ] || { say "THIRD_RING_TEST_CHROMIUM is no program: $THIRD_RING_TEST_CHROMIUM"; exit 1; }
    echo "$THIRD_RING_TEST_CHROMIUM"
    exit 0
fi

fonts
found && exit 0

python="$(dirname "$0")/../.venv/bin/python"
if [ -x "$python" ] && timeout 300 "$python" -m playwright install chromium >/dev/null 2>&1; then
    found && exit 0
fi

if as_root_on_debian; then
    say "installing Debian's package"
    apt_install chromium fonts-liberation && found && exit 0
fi

say "none found and none could be installed. Install one (on Debian: apt-get install chromium)"
say "or name one: THIRD_RING_TEST_CHROMIUM=/path/to/chromium make test"
exit 1
