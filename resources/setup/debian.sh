#!/bin/sh
# Sets everything up on Debian 12 or later, then opens the window or runs the tests.
#   sh resources/setup/debian.sh open [words for headgate]
#   sh resources/setup/debian.sh test [words for pytest]
# Needs nothing but Debian itself, and root or sudo if something has to be installed.
set -eu

mode=${1:-open}
[ $# -gt 0 ] && shift
here=$(cd "$(dirname "$0")/../.." && pwd)
cd "$here"

WINDOW="python3 python3-venv ca-certificates fonts-dejavu-core libdbus-1-3 libegl1
    libfontconfig1 libgl1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
    libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1
    libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0"
TESTS="nginx-light xvfb xauth at-spi2-core dbus-daemon python3-dbus"

say() { printf 'headgate: %s\n' "$*" >&2; }

case $mode in
    open) packages=$WINDOW extras='' ;;
    test) packages="$WINDOW $TESTS" extras='[test,dev]' ;;
    *) say 'say open or test'; exit 2 ;;
esac

missing=''
for package in $packages; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    # Debian 13 renamed some libraries; the old name is then provided by another package.
    [ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    sudo=''
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "as root, install:$missing"; exit 1; }
        sudo=sudo
    fi
    say "installing$missing"
    # A foreign package source that is out of reach must not keep Debian's own from working.
    $sudo apt-get update -qq || say 'some package lists could not be renewed'
    # shellcheck disable=SC2086 # a list of words
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing >/dev/null
fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say 'Python 3.11 or newer is needed'
    exit 1
}
stamp=.venv/headgate-$mode
wanted=$(cat pyproject.toml requirements.lock resources/setup/debian.sh | cksum)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say 'installing the Python packages'
    [ -x .venv/bin/python ] || python3 -m venv .venv
    pip=".venv/bin/python -m pip install --quiet --disable-pip-version-check"
    $pip --constraint requirements.lock hatchling editables
    $pip --constraint requirements.lock --no-build-isolation --editable ".$extras"
    printf '%s\n' "$wanted" >"$stamp"
fi

case $mode in
    open) exec .venv/bin/headgate "$@" ;;
    test) exec .venv/bin/python -m pytest "$@" ;;
esac
