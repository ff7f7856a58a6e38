#!/bin/sh
# Lays out what an image needs to run the server, after `npm ci` and the builds: the bundle, the one native package, and the built apps.
#   deploy/pack.sh FOLDER
set -eu
cd "$(dirname "$0")/.."
out=$1

mkdir -p "$out/server" "$out/node_modules/@countersign/authenticator" "$out/node_modules/@countersign/console"
cp LICENSE server/package.json "$out/server/"
cp -r server/bundle "$out/server/"
cp -r client-sdk/authenticator/dist "$out/node_modules/@countersign/authenticator/"
cp -r server/console/dist "$out/node_modules/@countersign/console/"

# Of the package's 10 MB, most is the source of SQLite that it was compiled from.
driver=better-sqlite3
mkdir -p "$out/node_modules/$driver/build/Release"
cp -r "node_modules/$driver/lib" "node_modules/$driver/package.json" "node_modules/$driver/LICENSE" "$out/node_modules/$driver/"
cp "node_modules/$driver/build/Release/better_sqlite3.node" "$out/node_modules/$driver/build/Release/"
for package in bindings file-uri-to-path; do cp -r "node_modules/$package" "$out/node_modules/"; done
