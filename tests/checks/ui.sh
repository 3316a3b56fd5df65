#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every .ui file has the shape that GTK's own schema asks for, and is part of the program.

set -u
. tests/checks/sources.sh
schema=/usr/share/gtk-4.0/gtk4builder.rng
status=0

mapfile -t files < <(sources app -- '*.ui')
for file in "${files[@]}"; do
  if ! grep -qF ">${file#app/}<" app/*.gresource.xml; then
    echo "$file: not in app/latchkey.gresource.xml"
    status=1
  fi
done

command -v xmllint >/dev/null || skip "xmllint is not installed"
[ -f $schema ] || skip "$schema is not installed"
xmllint --noout --relaxng $schema "${files[@]}" 2>&1 | grep -v ' validates$'
[ "${PIPESTATUS[0]}" = 0 ] || status=1
exit $status
