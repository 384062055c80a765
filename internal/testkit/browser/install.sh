#!/bin/sh
# Sees to it that Chromium and Java are there for the tests in a browser, and
# Python's feedparser and Newsboat for those of feeds: where it may, it installs
# them, with cwebp, and where it may not, it says what to install.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }

missing=
if [ -z "${LECTERN_TEST_CHROMIUM:-}" ] && ! has chromium && ! has chromium-browser && ! has google-chrome; then
	missing="chromium fonts-liberation"
fi
# A Mac has a java that only says that there is none.
if ! has java || ! java -version >/dev/null 2>&1; then
	missing="$missing default-jre-headless"
fi

# What Debian installs is not for another Python that comes first on PATH.
reads_feeds() { "$1" -c "import feedparser" >/dev/null 2>&1; }
if ! reads_feeds python3 && ! reads_feeds /usr/bin/python3; then
	missing="$missing python3-feedparser"
fi
if ! has newsboat; then
	missing="$missing newsboat"
fi

# The tests do without the shell, but take longer; the program itself uses cwebp.
wanted=
if [ "$(id -u)" = 0 ] && has apt-get; then
	has cwebp || wanted="$wanted webp"
	has chromium-headless-shell || [ -n "${LECTERN_TEST_CHROMIUM:-}" ] || wanted="$wanted chromium-headless-shell"
fi

if [ -z "$missing$wanted" ]; then
	exit 0
elif [ "$(id -u)" = 0 ] && has apt-get; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update
	# shellcheck disable=SC2086 # a list
	[ -z "$missing" ] || apt-get install -y --no-install-recommends $missing
	# shellcheck disable=SC2086 # a list
	[ -z "$wanted" ] || apt-get install -y --no-install-recommends $wanted || echo "Not installed:$wanted. The tests run without."
else
	echo "The tests need Chromium (on PATH, or named by LECTERN_TEST_CHROMIUM), Java, Python with feedparser, and Newsboat: please install what is missing, on Debian by: apt-get install $missing" >&2
	exit 1
fi
