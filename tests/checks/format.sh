#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What clang-format 14 writes is the law (another version lays out differently). It is told not to wrap, so that
# breaks made by hand stay; the line length is looked at here. Text in quotes does not count: it is not broken.
#
# usage: tests/checks/format.sh [--mend]    --mend lays out all files and wraps the lines that are too long

set -u
. tests/checks/sources.sh
longest=100
wrapped=100

mapfile -t files < <(sources app src tests -- '*.[ch]')

# Prints FILE:NUMBER: LENGTH of each line that is too long, the last ones first.
long_lines() {
  local file
  for file in "${files[@]}"; do
    sed -E 's/"([^"\\]|\\.)*"/""/g' "$file" |
      awk -v file="$file" -v longest=$longest 'length > longest { print file ":" NR ": " length " columns" }' | tac
  done
}

mend() {
  local style file number
  style=$(mktemp)
  sed "s/^ColumnLimit:.*/ColumnLimit: $wrapped/" .clang-format >"$style"
  while IFS=: read -r file number _; do
    clang-format-14 --style=file:"$style" --lines="$number:$number" -i "$file"
  done < <(long_lines)
  rm -f "$style"
  clang-format-14 -i "${files[@]}"
}

[ "${1:-}" = --mend ] && mend
long=$(long_lines)
if [ -n "$long" ]; then
  echo "$long"
  echo "Lines are at most $longest columns; tests/checks/format.sh --mend wraps them."
  exit 1
fi

command -v clang-format-14 >/dev/null || skip "clang-format-14 is not installed (Debian 13 has none)"
exec clang-format-14 --dry-run -Werror "${files[@]}"
