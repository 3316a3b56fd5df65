#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every source file says in its first lines whose it is and under which licence.

set -u
. tests/checks/sources.sh
status=0

while read -r file; do
  for line in 'SPDX-FileCopyrightText: [0-9]{4} ' 'SPDX-License-Identifier: GPL-3.0-or-later'; do
    if ! head -n 4 "$file" | grep -qE "$line"; then
      echo "$file: no ${line%% *} in the first lines"
      status=1
    fi
  done
done < <({
  sources app src tests -- '*.[ch]' '*.py' '*.sh'
  scripts '(ba)?sh|python3'
} | LC_ALL=C sort -u)
exit $status
