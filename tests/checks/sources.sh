# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# shellcheck shell=bash
# Sourced by the checks: which files are ours.

# usage: sources FOLDER... -- NAME-PATTERN...
sources() {
  local folders=() names=()
  while [ "$1" != -- ]; do
    folders+=("$1")
    shift
  done
  shift
  for pattern in "$@"; do
    names+=(-o -name "$pattern")
  done
  find "${folders[@]}" -type f \( "${names[@]:1}" \) -not -path '*/__pycache__/*' | LC_ALL=C sort
}

# Scripts, by their first line.
scripts() {
  find app tests .ci -type f -perm -u+x -not -path '*/__pycache__/*' -exec grep -lE -m 1 "^#!.*/(env )?$1\b" {} + | LC_ALL=C sort
}

# A check that cannot be made here says why; meson counts it as skipped.
skip() {
  echo "$1"
  exit 77
}
