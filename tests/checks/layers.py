#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may know whom (docs/layers.md), who may name a vendor, and how nothing may be named.

usage: tests/checks/layers.py    from the top of the source tree
"""

import pathlib
import re
import sys

LAYERS = ["base", "certificate", "store", "personal", "connection", "camera", "driver", "setup"]
RANK = {name: rank for rank, name in enumerate(LAYERS)}
PROFILE_READER = "driver/snc/lk-snc-profile.h"
SIMCAMERA_MAY = {"base", "certificate", "simcamera"}
GENERATED = {"config.h", "lk-resources.h", "driver/snc/lk-snc-resources.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
TOOLKIT = re.compile(r"^\s*#\s*include\s+<(gtk|gdk|adwaita|libadwaita)\b")
VENDOR = re.compile(r"sony|snc", re.IGNORECASE)
READER_NAMES = re.compile(
    r"(driver/snc/)?lk-snc-profile\.h|\blk_snc_(profile|template|field|command)\w*|\bLkSnc(?!Camera)\w*"
    r"|\bLK_(IS_|TYPE_)?SNC_(PROFILE|FIELD|COMMAND|ENCODING|N_)\w*")
BANNED = re.compile(r"(^|[-_])(utils?|common|helpers?|managers?)([-_.]|$)")


def source_include(room, target):
    """Why a file in src/<room>/ may not include <target>, or None."""
    if "/" not in target:
        return "name the folder in the path"
    if not pathlib.Path("src", target).is_file():
        return "not a file of src/"
    other = target.split("/")[0]
    if room == "simcamera":
        if other not in SIMCAMERA_MAY and target != PROFILE_READER:
            return f"simcamera may know base, certificate and {PROFILE_READER} only"
    elif other not in RANK:
        return f"nothing in src/ may know {other}"
    elif RANK[other] > RANK[room]:
        return f"{other} is above {room}"
    return None


def app_include(room, target):
    """Why a file in app/<room>/ (room None: app/ itself) may not include <target>, or None."""
    in_app = pathlib.Path("app", target).is_file()
    in_source = pathlib.Path("src", target).is_file()
    if in_app and in_source:
        return "the same path stands in app/ and src/"
    if not in_app and not in_source:
        return "name the folder in the path"
    if room == "ctl" and in_app and not target.startswith("ctl/"):
        return "ctl may know src/ only"
    return None


def look_at_includes(path):
    top, room = path.parts[0], path.parts[1] if len(path.parts) > 2 else None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        reason = None
        include = INCLUDE.match(line)
        if include and include[1] not in GENERATED:
            reason = (source_include if top == "src" else app_include)(room, include[1])
        elif (top == "src" or room == "ctl") and TOOLKIT.match(line):
            reason = "the library and latchkeyctl are built without a toolkit"
        if reason:
            yield f"{path}:{number}: {line.strip()}: {reason}"


def may_name_vendor(path):
    return path.parts[:2] in {("src", "driver"), ("data", "profiles"), ("data", "man")}


def look_at_names(path):
    if may_name_vendor(path) or path.name == "meson.build":
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        if path.parts[:2] == ("src", "simcamera"):
            line = READER_NAMES.sub("", line)
        if VENDOR.search(line):
            yield f"{path}:{number}: {line.strip()}: a vendor's name outside src/driver/ and data/profiles/"


def main():
    files = sorted(p for top in ("app", "src", "data") for p in pathlib.Path(top).rglob("*")
                   if p.is_file() and "__pycache__" not in p.parts)
    findings = []
    for path in files:
        if path.suffix in {".c", ".h"}:
            findings += look_at_includes(path)
        findings += look_at_names(path)
    for path in files + sorted(pathlib.Path("tests").rglob("*")):
        if BANNED.search(path.name):
            findings.append(f"{path}: says nothing about what it holds")
    print("\n".join(findings) or "everyone knows only those below")
    sys.exit(1 if findings else 0)


main()
