#!/bin/sh
# Installs the oldest pluggy that is supported into a folder of its own and prints the folder.
set -eu
folder="$(dirname "$1")/../other-pluggy"
test -d "$folder/pluggy" || "$1" -m pip install --quiet --disable-pip-version-check --target "$folder" 'pluggy==1.6.0' >&2
echo "$folder"
