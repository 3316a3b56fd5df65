#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# po/POTFILES names exactly the files that hold text to translate.

set -u
. tests/checks/sources.sh

holds=$({
  sources app src -- '*.c' '*.h' | xargs grep -lE '\b(N?_|NC?_|C_|n?gettext|g_dn?gettext|g_dpgettext2?) ?\("'
  sources app src data -- '*.ui' '*.xml' | xargs grep -lE 'translatable="(yes|true)"'
  find data -name '*.desktop.in' -o -name '*.metainfo.xml.in'
} | LC_ALL=C sort)
listed=$(grep -v -e '^#' -e '^$' po/POTFILES | LC_ALL=C sort)

if [ "$holds" = "$listed" ]; then
  exit 0
fi
echo "po/POTFILES: add the lines with >, remove those with <"
diff <(echo "$listed") <(echo "$holds")
exit 1
