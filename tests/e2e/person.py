# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who uses Latchkey: sees windows by the accessibility tree, presses what has a name, types, takes pictures.

Everything waits for what it needs to see, and fails with what it saw instead when that does not come.
Runs inside tests/headless: a display and a session bus of its own.
"""

import contextlib
import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_S = 30
NEIGHBOUR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "neighbour")
BUTTONS = ("push button", "toggle button", "radio button", "check box", "switch", "menu item", "list item", "combo box")

ENTRIES = ("text", "password text", "entry")
WINDOWS = ("frame", "window", "dialog", "alert")
PADDING_PX = 30
VERSION = []  # of GTK, once it is known

# What holds others and is passed on the way to them.
CONTAINERS = {"frame", "window", "dialog", "panel", "filler", "scroll pane", "list", "viewport", "invalid", "unknown", "generic",
              "grouping", "page tab list"}


class NotSeen(Exception):
    pass


def alive(accessible, ask, fallback):
    """The answer, or the fallback where the widget went away meanwhile."""
    try:
        return ask(accessible)
    except GLib.Error:
        return fallback


def name_of(accessible):
    """Since GTK 4.18 a status has no name beside the text in it."""
    name = alive(accessible, lambda a: a.get_name() or "", "")
    if name == "" and role_of(accessible) == "status bar":
        return alive(accessible, lambda a: Atspi.Text.get_text(a, 0, -1), "")
    return name


def description_of(accessible):
    return alive(accessible, lambda a: a.get_description() or "", "")


def role_of(accessible):
    """By the name that Debian 12 gives it; later ones say “button” for a push button."""
    role = alive(accessible, lambda a: a.get_role_name() or "", "")
    return "push button" if role == "button" else role


def has_state(accessible, state):
    return alive(accessible, lambda a: a.get_state_set().contains(state), False)


def children(accessible):
    for index in range(alive(accessible, lambda a: a.get_child_count(), 0)):
        child = alive(accessible, lambda a, i=index: a.get_child_at_index(i), None)
        if child is not None:
            yield child


def extents_of(accessible, relative_to):
    return alive(accessible, lambda a: Atspi.Component.get_extents(a, relative_to), None)


def has_size(accessible):
    """GTK 4.8 tells of single widgets that they are visible, not that they are showing: a page of a stack that was
    never turned to has no size yet."""
    extents = extents_of(accessible, Atspi.CoordType.WINDOW)
    return extents is not None and extents.width > 0 and extents.height > 0


def tells_places(accessible):
    """Whether it stands where its extents in the window say. Since GTK 4.10 these leave out the padding and the border of
    all that it stands in."""
    if not VERSION:
        version = alive(accessible, lambda a: a.get_application().get_toolkit_version() or "", "")
        VERSION.extend(int(part) for part in version.split(".")[:2] if part.isdigit())
    return VERSION < [4, 10]


def padding_of(parent, size):
    """What is left beside the children on one side, across and down. Where more is left than anybody pads, they do not fill
    it: half of what is left the other way is a good guess."""
    showing = (extents_of(c, Atspi.CoordType.PARENT) for c in children(parent) if has_state(c, Atspi.StateType.SHOWING))
    inside = [e for e in showing if e and e.width > 0 and e.height > 0]
    if not inside:
        return 0, 0
    ends = ((size.width, min(e.x for e in inside), max(e.x + e.width for e in inside)),
            (size.height, min(e.y for e in inside), max(e.y + e.height for e in inside)))
    across, down = (max(0, whole - end - max(0, begin)) // 2 for whole, begin, end in ends)
    across, down = (side if side <= PADDING_PX else None for side in (across, down))
    if across is None:
        across = 2 * down if down is not None else 0
    return across, across // 2 if down is None else down


def place_of(accessible):
    """Where its middle is in its window."""
    own = extents_of(accessible, Atspi.CoordType.WINDOW)
    if own is None or tells_places(accessible):
        return None if own is None else (own.x + own.width // 2, own.y + own.height // 2)
    x, y = own.width // 2, own.height // 2
    while accessible is not None and role_of(accessible) not in WINDOWS:
        parent = alive(accessible, lambda a: a.get_parent(), None)
        if parent is None:
            return None
        inside = extents_of(accessible, Atspi.CoordType.PARENT)
        size = extents_of(parent, Atspi.CoordType.PARENT)
        if inside is None or size is None:
            return None
        across, down = padding_of(parent, size)
        x, y = x + inside.x + across, y + inside.y + down
        accessible = parent
    return x, y


def walk(accessible):
    """The accessible and what is visible inside it."""
    yield accessible
    for child in children(accessible):
        states = alive(child, lambda a: a.get_state_set(), None)
        if states is None or not states.contains(Atspi.StateType.VISIBLE):
            continue
        # Which tells, where it is told, what stands on a page that was turned over.
        if states.contains(Atspi.StateType.SHOWING) or tells_places(child):
            yield from walk(child)


def is_shown(window):
    return has_state(window, Atspi.StateType.VISIBLE)


def plain(text):
    return text.replace("_", "").strip()


class Person:
    def __init__(self, pictures):
        self.pictures = pictures
        self.count = 0
        self.helpers = [subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
        self.helpers.append(subprocess.Popen(["openbox", "--sm-disable"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        self.program = None
        time.sleep(1)
        os.makedirs(pictures, exist_ok=True)

    def start(self, command, log=None, **environment):
        """@log: a file that what the program says is appended to."""
        # Set for tests of single widgets; here the real tree is what is looked at.
        variables = {key: value for key, value in os.environ.items() if key != "GTK_A11Y"}
        variables.update(environment)
        with contextlib.ExitStack() as stack:
            said = stack.enter_context(open(log, "ab")) if log is not None else None
            self.program = subprocess.Popen(command, env=variables, stdout=said, stderr=said)

    def stop(self):
        for process in filter(None, [self.program, *reversed(self.helpers)]):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    # Seeing

    def windows(self):
        desktop = Atspi.get_desktop(0)
        found = []
        for application in children(desktop):
            if name_of(application) == "latchkey":
                found.extend(window for window in children(application) if is_shown(window))
        return found

    def everything(self, window=None):
        for top in self.windows():
            if window is None or window in name_of(top):
                yield from walk(top)

    def wait(self, what, look, patience_s=PATIENCE_S):
        deadline = time.monotonic() + patience_s
        while True:
            answer = look()
            if answer:
                return answer
            if self.program.poll() is not None:
                raise NotSeen(f"{what}: Latchkey ended with {self.program.returncode}")
            if time.monotonic() > deadline:
                self.picture("not-seen")
                words = sorted({name_of(a) for a in self.everything() if name_of(a)})
                raise NotSeen(f"{what}. Instead: {' | '.join(words)}")
            time.sleep(0.1)

    def is_open(self, window):
        return any(window in name_of(top) for top in self.windows())

    def sees(self, text, window=None, patience_s=PATIENCE_S):
        return self.wait(f"nobody sees “{text}”",
                         lambda: next((a for a in self.everything(window) if text in name_of(a) and has_size(a)), None), patience_s)

    def sees_unusable(self, name, window):
        def look():
            target = self.look_for(name, BUTTONS, window, False)
            return target is not None and not has_state(target, Atspi.StateType.SENSITIVE)
        self.wait(f"“{name}” can still be used", look)

    def sees_not(self, text, window=None):
        self.wait(f"“{text}” is still seen", lambda: all(text not in name_of(a) for a in self.everything(window)))

    def look_for(self, name, roles, window, usable):
        """A button's own name stands before its label: who reads as a whole or at the end like this goes first."""
        begins = None
        for accessible in self.everything(window):
            own = name_of(accessible)
            whole = plain(own) == plain(name) or own.endswith(" " + name)
            if role_of(accessible) not in roles or not (whole or own.startswith(name + " ")) or not has_size(accessible):
                continue
            if usable and not has_state(accessible, Atspi.StateType.SENSITIVE):
                continue
            if whole:
                return accessible
            begins = begins or accessible
        return begins

    def find(self, name, roles=BUTTONS, window=None, usable=True):
        return self.wait(f"there is no {'usable ' if usable else ''}“{name}” ({', '.join(roles)})",
                         lambda: self.look_for(name, roles, window, usable))

    def expects_names(self, window):
        """Whoever hears the windows knows what has the focus, and hears no underscores."""
        nameless = []
        marked = []
        count = 0
        for accessible in self.everything(window):
            if not has_state(accessible, Atspi.StateType.FOCUSABLE) or role_of(accessible) in CONTAINERS or not has_size(accessible):
                continue
            count += 1
            if name_of(accessible).strip() == "":
                nameless.append(self.describe(accessible))
            elif "_" in name_of(accessible):
                marked.append(name_of(accessible))
        if marked:
            raise NotSeen(f"said with the underscore of a mnemonic in “{window}”: {'; '.join(marked)}")
        if nameless:
            raise NotSeen(f"no name in “{window}”: {'; '.join(nameless)}")
        if count < 3:
            raise NotSeen(f"“{window}” has only {count} controls: the test does not see them")

    def describe(self, accessible):
        """The role, and the names around it, by which a person finds it."""
        around = []
        parent = accessible
        for _ in range(6):
            parent = parent.get_parent() if parent is not None else None
            if parent is not None and name_of(parent):
                around.append(name_of(parent))
        inside = " ".join(name_of(a) for a in walk(accessible) if role_of(a) == "label" and name_of(a))
        return f"{role_of(accessible)} “{inside}” in {' < '.join(around)}"

    # Doing

    def press(self, name, window=None, roles=BUTTONS):
        target = self.find(name, roles, window)
        for index in range(target.get_n_actions()):
            if alive(target, lambda a, i=index: Atspi.Action.get_action_name(a, i), "") in ("click", "toggle", "activate", "press"):
                Atspi.Action.do_action(target, index)
                return
        self.keys(target, "space")

    def points_at(self, target, window):
        """A click with the mouse: what takes no focus from the tree takes that; once it stands still. A tooltip may bear the name of the
        program as well, and be gone before it is pointed at: then it is looked for again."""
        def point():
            place = place_of(target)
            shown = self.search(f"^{window}", f"no window “{window}” is shown")[0]
            time.sleep(0.5)
            return place is not None and place == place_of(target) and subprocess.run(
                ["xdotool", "windowactivate", "--sync", shown, "mousemove", "--window", shown, *map(str, place), "click", "1"],
                stderr=subprocess.DEVNULL, check=False, timeout=PATIENCE_S).returncode == 0
        self.wait(f"“{window}” cannot be pointed at", point)

    def search(self, title, problem):
        """The windows of this title; xdotool itself fails when another window closes while it looks."""
        return self.wait(problem, lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, check=False).stdout.split())

    def picks(self, name, text, window):
        """In a combo row: by the keyboard to the choice that reads like this, from where the list opens."""
        row = self.find(name, ("combo box",), window)

        def at():
            return next((a for a in walk(row) if role_of(a) == "list item" and has_state(a, Atspi.StateType.FOCUSED)), None)

        def opens():
            self.points_at(row, window)
            time.sleep(1)
            return at()

        self.wait(f"“{name}” does not open", opens)
        self.keys(None, "Home")

        def finds():
            return any(text in name_of(a) for top in (at(),) if top for a in walk(top)) or self.keys(None, "Down")

        self.wait(f"there is no choice “{text}”", finds)
        self.keys(None, "Return")
        self.sees(text, window)

    def picks_below(self, name, down, text, window):
        """In a combo row: so many choices further down, after which this is seen. The first key takes the list by the hand."""
        self.points_at(self.find(name, ("combo box",), window), window)
        time.sleep(1)
        subprocess.run(["xdotool", "key", "--delay", "100", *["Down"] * (down + 1), "Return"], check=True)
        self.sees(text, window)

    def turns_to(self, step, window):
        """A row of the list of steps: its name says how far it has come."""
        row = self.wait(f"there is no step “{step}”", lambda: next(
            (a for a in self.everything(window) if role_of(a) == "list item" and name_of(a).startswith(step + ",")), None))
        self.points_at(row, window)

    def keys(self, target, *keys):
        if target is not None:
            alive(target, lambda a: a.grab_focus(), None)
            time.sleep(0.2)
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)

    def types(self, name, text, window=None):
        entry = self.find(name, ENTRIES, window)
        alive(entry, lambda a: a.grab_focus(), None)
        if not alive(entry, lambda a: Atspi.EditableText.set_text_contents(a, text), False):
            subprocess.run(["xdotool", "key", "ctrl+a"], check=True)
            subprocess.run(["xdotool", "type", "--delay", "20", "--file", "-"], input=text, text=True, check=True)

    def rests(self):
        """A button that was pressed just now cannot be pressed again for a moment, even where it means something else by now."""
        time.sleep(0.3)

    def saves_file(self, title, path):
        """In a file chooser that saves, the name is what the keyboard is in."""
        found = self.search(title, f"no file chooser “{title}” opens")
        subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)
        time.sleep(0.5)
        subprocess.run(["xdotool", "key", "ctrl+a"], check=True)
        subprocess.run(["xdotool", "type", "--delay", "15", "--file", "-"], input=path, text=True, check=True)
        time.sleep(0.5)
        subprocess.run(["xdotool", "key", "Return"], check=True)

    def chooses_file(self, title, path):
        """In the file chooser a slash opens its location entry. What is typed there is completed while it is typed, and more
        than was meant; so the rest comes at once."""
        found = self.search(title, f"no file chooser “{title}” opens")
        subprocess.run(["xdotool", "windowactivate", "--sync", found[-1]], check=True)
        time.sleep(0.5)
        subprocess.run(["xdotool", "key", "slash"], check=True)
        entry = self.wait("no location can be typed", lambda: next(
            (a for a in self.everything(title) if role_of(a) in ENTRIES and has_state(a, Atspi.StateType.FOCUSED)), None))
        time.sleep(0.3)
        self.wait("no location is taken", lambda: Atspi.EditableText.set_text_contents(entry, path))
        time.sleep(0.5)
        subprocess.run(["xdotool", "key", "End", "Return"], check=True)

    def drags(self, path, window, onto=None):
        """A file from a file manager, which shows nothing else, onto the middle of what is in a window, or of the window."""
        source = subprocess.Popen([NEIGHBOUR, "drag", path])
        try:
            origin = self.search("^Neighbour$", "no file can be dragged")[0]
            target = self.search(f"^{window}", f"no window “{window}” is shown")[-1]
            subprocess.run(["xdotool", "windowmove", "--sync", origin, "0", "0", "windowraise", origin], check=True)
            x, y = self.middle_of(target, onto)
            hand = ["mousemove", "60", "60", "mousedown", "1"]
            for part in range(1, 13):
                hand += ["sleep", "0.05", "mousemove", str(60 + (x - 60) * part // 12), str(60 + (y - 60) * part // 12)]
            subprocess.run(["xdotool", *hand, "sleep", "0.3", "mouseup", "1"], check=True, timeout=PATIENCE_S)
            time.sleep(0.5)
        finally:
            source.terminate()
            source.wait(10)

    def middle_of(self, window_id, accessible):
        """On the screen: of the window, or of what is in it."""
        said = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window_id], stdout=subprocess.PIPE, text=True, check=True)
        shown = {key: int(value) for key, value in (line.split("=") for line in said.stdout.split())}
        x, y = place_of(accessible) if accessible is not None else (shown["WIDTH"] // 2, shown["HEIGHT"] // 2)
        return shown["X"] + x, shown["Y"] + y

    def picture(self, name):
        self.count += 1
        time.sleep(0.6)
        target = os.path.join(self.pictures, f"{self.count:02d}-{name}.png")
        subprocess.run(["import", "-window", "root", target], check=True)
        return target


def play(journey, between=None):
    """Every step of a journey as one test in TAP, with a picture of it; the first that fails is the last.

    @between: what is looked at after every step."""
    print(f"1..{len(journey.STEPS)}", flush=True)
    try:
        for number, step in enumerate(journey.STEPS, 1):
            words = step.__name__.replace("_", " ")
            try:
                step(journey)
                if between is not None:
                    between()
            except (NotSeen, subprocess.SubprocessError, IndexError) as problem:
                print(f"not ok {number} - {words}\n# {problem}", flush=True)
                return 1
            journey.person.picture(step.__name__.replace("_", "-"))
            print(f"ok {number} - {words}", flush=True)
    finally:
        journey.end()
    return 0
