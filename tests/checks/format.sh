#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What clang-format 14 writes is the law (another version lays out differently). It does not wrap, so the
# line length is looked at here; text in quotes does not count, because it is not broken over lines.

set -u
. tests/checks/sources.sh
longest=240

mapfile -t files < <(sources app src tests -- '*.[ch]')
long=$(for file in "${files[@]}"; do
  sed -E 's/"([^"\\]|\\.)*"/""/g' "$file" |
    awk -v file="$file" -v longest=$longest 'length > longest { print file ":" NR ": " length " columns" }'
done)
if [ -n "$long" ]; then
  echo "$long"
  echo "Lines are at most $longest columns."
  exit 1
fi

command -v clang-format-14 >/dev/null || skip "clang-format-14 is not installed (Debian 13 has none)"
exec clang-format-14 --dry-run -Werror "${files[@]}"
