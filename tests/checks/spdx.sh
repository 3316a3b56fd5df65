#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every source file says in its first lines whose it is and under which licence.

set -u
. tests/checks/sources.sh
status=0

mapfile -t files < <({
  sources app src tests -- '*.[ch]' '*.py' '*.sh'
  scripts '(ba)?sh|python3'
} | LC_ALL=C sort -u)
for line in 'SPDX-FileCopyrightText: [0-9]{4} ' 'SPDX-License-Identifier: GPL-3.0-or-later'; do
  bare=$(for file in "${files[@]}"; do
    [[ $(read -r -d '' -n 300 start <"$file" || true; echo "$start") =~ $line ]] || echo "$file"
  done)
  if [ -n "$bare" ]; then
    echo "without ${line%%:*} in the first lines:"
    echo "$bare"
    status=1
  fi
done
exit $status
