#!/bin/sh
# Install the Debian packages that are missing of the lists named, files beside this one (system.txt by default).
# Without root: print the one line to run as root and stop with status 2.
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- system.txt

missing=""
for list; do
    while read -r package; do
        case "$package" in "" | "#"*) continue ;; esac
        state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
        [ "$state" = "install ok installed" ] || missing="$missing $package"
    done < "$list"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Some system packages are missing. Run this line as root, then try again:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
    exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# shellcheck disable=SC2086  # one word a package
apt-get -qq install -y --no-install-recommends $missing > /dev/null
echo "installed:$missing"
