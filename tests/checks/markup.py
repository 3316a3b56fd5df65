#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from a camera, a file or a certificate is never parsed as markup.

libadwaita's row titles and subtitles, preferences groups, status pages and toasts parse Pango markup. In a
.ui file a row whose title or subtitle is bound needs use-markup set to false; in C, text that is handed
to one of these is a literal, or is called "escaped" or "markup" to say that somebody thought about it.

usage: tests/checks/markup.py    from the top of the source tree
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ROWS = {"AdwActionRow", "AdwComboRow", "AdwEntryRow", "AdwExpanderRow", "AdwPasswordEntryRow", "AdwPreferencesRow"}
# No use-markup before libadwaita 1.4: bound text has to come through a closure that escapes.
ALWAYS_MARKUP = {"AdwPreferencesGroup": {"title", "description"}, "AdwStatusPage": {"description"}, "AdwToast": {"title"}}
SETTERS = re.compile(
    r"\b(adw_preferences_row_set_title|adw_action_row_set_(?:sub)?title|adw_expander_row_set_subtitle"
    r"|adw_preferences_group_set_(?:title|description)|adw_status_page_set_description"
    r"|adw_toast_new|adw_toast_set_title|gtk_label_set_markup) \(")
CONSIDERED = re.compile(r'^\s*(\(char \*\)\s*)?(N?_ \(|C_ \(|ngettext \(|NULL\b|"|g_markup_)|escaped|markup')


def local(tag):
    return tag.rsplit("}", 1)[-1]


def properties(element):
    """What an object sets, and what it binds: {name: value}, {name}, {name of a closure}."""
    values, bound = {}, {}
    for child in element:
        name = child.get("name", "").replace("_", "-")
        if local(child.tag) == "property" and not child.get("bind-source"):
            values[name] = (child.text or "").strip().lower()
        elif local(child.tag) in {"property", "binding"}:
            closures = [c.get("function", "") for c in child.iter() if local(c.tag) == "closure"]
            bound[name] = any("escape" in c or "markup" in c for c in closures)
    return values, bound


def look_at_ui(path):
    for element in ElementTree.parse(path).iter():
        kind = element.get("class", "") if local(element.tag) == "object" else element.get("parent", "")
        values, bound = properties(element)
        if kind in ROWS and values.get("use-markup") not in {"false", "0", "no"}:
            wrong = {name for name in ("title", "subtitle") if not bound.get(name, True)}
        else:
            wrong = {name for name in ALWAYS_MARKUP.get(kind, ()) if not bound.get(name, True)}
        for name in sorted(wrong):
            yield f"{path}: {kind} {element.get('id', '')}: its bound {name} would be parsed as markup"


def arguments(text, start):
    """The arguments of the call whose bracket opens just before start."""
    depth, quoted, begin, found = 1, False, start, []
    for index in range(start, len(text)):
        char = text[index]
        if quoted:
            quoted = char != '"' or text[index - 1] == "\\"
        elif char == '"':
            quoted = True
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                return found + [text[begin:index]]
        elif char == "," and depth == 1:
            found.append(text[begin:index])
            begin = index + 1
    return found


def look_at_c(path):
    text = path.read_text(encoding="utf-8")
    for call in SETTERS.finditer(text):
        given = arguments(text, call.end())
        row = "_row_set_" in call[1]
        if given and not CONSIDERED.search(given[-1]) and not (row and re.search(r"use[-_]markup", text)):
            line = text.count("\n", 0, call.start()) + 1
            yield f"{path}:{line}: {call[1]}: {given[-1].strip()} would be parsed as markup"


def main():
    findings = []
    for path in sorted(pathlib.Path("app").rglob("*.ui")):
        findings += look_at_ui(path)
    for path in sorted(pathlib.Path("app").rglob("*.c")):
        findings += look_at_c(path)
    print("\n".join(findings) or "no foreign text is parsed as markup")
    sys.exit(1 if findings else 0)


main()
