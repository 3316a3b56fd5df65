#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every translation is well formed, fits the formats of the originals, and leaves nothing out.

set -u
. tests/checks/sources.sh
status=0

command -v xgettext >/dev/null || skip "gettext is not installed"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

xgettext --files-from=po/POTFILES --from-code=UTF-8 --output="$scratch/all.pot" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 || exit 1
# xgettext knows PRId64 and PRIu64 of <inttypes.h>; behind any other macro it loses the rest of a text
if grep -nE '^(msgid|msgid_plural)? ?"(.*[^%])?%[+]?"$' "$scratch/all.pot"; then
  echo "these texts are cut short at a macro: write PRId64, PRIu64 or %zu"
  status=1
fi
while read -r language; do
  if ! msgfmt --check --output-file=/dev/null "po/$language.po"; then
    status=1
    continue
  fi
  msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/$language.po" "po/$language.po" "$scratch/all.pot" || exit 1
  msgattrib --untranslated --no-obsolete --no-wrap "$scratch/$language.po" >"$scratch/missing"
  msgattrib --only-fuzzy --no-obsolete --no-wrap "$scratch/$language.po" >>"$scratch/missing"
  if [ -s "$scratch/missing" ]; then
    echo "po/$language.po: $(grep -c '^msgid "..*"' "$scratch/missing") texts without a translation"
    grep -E '^(#:|msgid ".)' "$scratch/missing"
    status=1
  fi
done < <(grep -vE '^(#|$)' po/LINGUAS)
exit $status
