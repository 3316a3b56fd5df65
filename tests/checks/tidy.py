#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy 14 over src/, on every processor.

A file that was clean is looked at again only when it, a header of ours that it includes, the
configuration or the way it is compiled has changed.

usage: tests/checks/tidy.py BUILD-FOLDER
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

TIDY = "clang-tidy-14"
# The compile commands are for gcc; what the compilers warn of is the build's business.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error"]
INCLUDE = re.compile(rb'^#include "([^"]+)"', re.MULTILINE)


def closure(path, seen):
    """The file and every file of ours that it includes."""
    if path in seen:
        return
    seen[path] = path.read_bytes()
    for name in INCLUDE.findall(seen[path]):
        header = pathlib.Path("src") / name.decode()
        if header.is_file():
            closure(header, seen)


def digest(path, command):
    files = {}
    closure(path, files)
    state = hashlib.sha256(pathlib.Path(".clang-tidy").read_bytes() + command.encode())
    for name in sorted(files):
        state.update(str(name).encode() + b"\0" + files[name])
    return state.hexdigest()


def look(build, path):
    done = subprocess.run([TIDY, "--quiet", *EXTRA, "-p", build, str(path)], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + (done.stderr if done.returncode != 0 and not done.stdout else "")


def main():
    build = sys.argv[1]
    if shutil.which(TIDY) is None:
        print(f"{TIDY} is not installed (Debian 13 has none)")
        sys.exit(77)

    known = pathlib.Path(build) / "tidy"
    known.mkdir(exist_ok=True)
    source = pathlib.Path("src").resolve()
    due = {}
    for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text()):
        path = pathlib.Path(os.path.join(entry["directory"], entry["file"])).resolve()
        if source in path.parents and path.suffix == ".c":
            path = path.relative_to(source.parent)
            mark = known / digest(path, entry["command"])
            if not mark.exists():
                due[path] = mark

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for (path, mark), (clean, said) in zip(due.items(), pool.map(lambda path: look(build, path), due)):
            if clean:
                mark.touch()
            else:
                failed += 1
                print(f"{path}:\n{said}", flush=True)
    print(f"{len(due)} files looked at, {failed} with findings")
    sys.exit(1 if failed else 0)


main()
