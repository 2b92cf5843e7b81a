#!/bin/sh
# Both README commands in a bare Debian 12: nothing but what debootstrap's minbase brings.
#   sh tests/bare/run.sh [root|user] [FOLDER]
# Run as root. Package sources, certificates and pip's settings are those of this machine.
# Prints how long each command took, the first time and again.
set -eu

who=${1:-root}
top=$(cd "$(dirname "$0")/../.." && pwd)
base=${2:-$(mktemp -d)}
root=$base/debian
suite=bookworm

say() { printf '== %s\n' "$*"; }

sources() { # this machine's own Debian mirror
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list \
        2>/dev/null | grep -oE 'https?://[^ ]+' | grep -E '/debian/?$' | head -n 1
}

for tool in debootstrap Xvfb xwininfo; do
    command -v "$tool" >/dev/null || {
        apt-get update -qq || true
        apt-get install -y -qq --no-install-recommends debootstrap xvfb x11-utils >/dev/null
        break
    }
done

cleanup() {
    [ -n "${screen:-}" ] && kill "$screen" 2>/dev/null
    for place in tmp/.X11-unix dev/shm dev/pts dev proc sys; do
        umount -l "$root/$place" 2>/dev/null || true
    done
}
trap cleanup EXIT

if [ ! -x "$root/usr/bin/apt-get" ]; then
    say "making a bare $suite in $root"
    mkdir -p "$root"
    debootstrap --variant=minbase "$suite" "$root" "$(sources)" >"$base/debootstrap.log" 2>&1
fi

# The way to packages is this machine's way: mirrors, name servers, certificates, pip's settings.
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp /etc/apt/apt.conf.d/*artifact* /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
[ -f /etc/pip.conf ] && cp /etc/pip.conf "$root/etc/pip.conf"
# Not in its usual place: installing Debian's certificates would replace it.
mkdir -p "$root/etc/ssl"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/machine.crt"
for place in proc sys dev dev/pts dev/shm; do
    mkdir -p "$root/$place"
    mount --bind "/$place" "$root/$place"
done

Xvfb :78 -screen 0 1280x800x24 >/dev/null 2>&1 &
screen=$!
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"

home=/root
if [ "$who" = user ]; then
    home=/home/person
    chroot "$root" sh -c 'command -v sudo >/dev/null || { apt-get update -qq; apt-get install -y -qq sudo >/dev/null 2>&1; }
        id person >/dev/null 2>&1 || useradd -m person
        echo "person ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/person'
fi
rm -rf "$root$home/headgate"
git clone --quiet "$top" "$root$home/headgate"
chroot "$root" chown -R "$(basename "$home" | sed 's/root/root/')" "$home/headgate"

inside() { # run the words as that person, with this machine's pip settings
    settings=$(env | grep -E '^(PIP_|https?_proxy|HTTPS?_PROXY)' || true)
    # shellcheck disable=SC2086
    chroot --userspec="$(basename "$home")" "$root" env -i HOME="$home" DISPLAY=:78 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $settings \
        PIP_CERT=/etc/ssl/machine.crt \
        sh -c "cd $home/headgate && $*"
}

timed() { # name, words
    name=$1
    shift
    began=$(date +%s)
    "$@"
    say "$name: $(($(date +%s) - began)) s"
}

opens() { # start the window, wait until it is on the screen, end it as a person would
    inside "exec sh resources/setup/debian.sh open --state-dir $home/state" &
    program=$!
    until xwininfo -display :78 -root -tree 2>/dev/null | grep -q '"Headgate"'; do
        kill -0 $program 2>/dev/null || { say 'the program ended without a window'; exit 1; }
        sleep 0.1
    done
    pkill -TERM -f "\.venv/bin/headgate --state-dir $home/state"
    wait $program || { say 'the window did not close properly'; exit 1; }
}

timed 'open, the first time' opens
timed 'open, again' opens
timed 'test, the first time' inside 'sh resources/setup/debian.sh test -q'
timed 'test, again, without the tests themselves' inside 'sh resources/setup/debian.sh test -q --collect-only >/dev/null'
