#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A file that outgrows these has more than one subject, and is divided by subject.

set -u
. tests/checks/sources.sh
status=0

# usage: limit LINES PATTERN...
limit() {
  local lines=$1 file count
  shift
  while read -r file; do
    count=$(wc -l <"$file")
    if [ "$count" -gt "$lines" ]; then
      echo "$file: $count lines, at most $lines"
      status=1
    fi
  done < <(sources app src tests -- "$@")
}

limit 800 '*.[ch]' '*.py'
limit 400 '*.ui'
exit $status
