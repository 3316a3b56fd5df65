#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The shell scripts hold no slips that shellcheck knows; the Python ones at least compile.

set -u
. tests/checks/sources.sh
status=0

while read -r file; do
  /usr/bin/python3 -c 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])' "$file" || status=1
done < <({
  scripts python3
  sources app src tests -- '*.py'
} | LC_ALL=C sort -u)

if command -v shellcheck >/dev/null; then
  mapfile -t files < <({
    scripts '(ba)?sh'
    sources app tests -- '*.sh'
  } | LC_ALL=C sort -u)
  shellcheck --external-sources "${files[@]}" || status=1
elif [ $status = 0 ]; then
  skip "shellcheck is not installed"
fi
exit $status
