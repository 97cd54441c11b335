"""Checks of pages in a browser: they are accessible, and no wider than their window.

Axe takes longer than the rest of a page's test. So it judges only what it has not judged before, in
this process or, where ``RAPPORTEUR_TEST_KEPT`` names a directory, in any process of this gate:

* a part, which is an element in its place with all that is in it. Of its texts counts only whether
  there are any: another text is the same part, an empty one is not. What it leads to counts (its
  label, say), and how it is drawn; so at another width what is shown otherwise is another part.
* the contrast of texts with another class, color or ground at this width, or with something else
  out of the flow where they are.
* the outline (the page's headings and landmarks), and what lies outside all landmarks.

What is at fault is not kept: every page that has it is told of. ``test_looking.py`` plants faults.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

Size = tuple[int, int]
DESK: Final[Size] = (1280, 900)
PHONE: Final[Size] = (375, 812)

_HERE: Final = Path(__file__).parent
_MADE_OF: Final = (_HERE / "looking_made.js").read_text()
_JUDGED: Final = (_HERE / "looking_judged.js").read_text()
_WIDTH: Final = "[document.documentElement.scrollWidth, innerWidth]"


class Judged:
    """What was found without fault, shared with the other processes of a gate by a file."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._read = 0

    def fresh(self, asked: Iterable[str]) -> list[str]:
        self._hear()
        return [one for one in asked if one not in self._known]

    def add(self, sound: Iterable[str]) -> None:
        new = set(sound) - self._known
        self._known |= new
        if (file := _file()) and new:
            end = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(end, "".join(f"{one}\n" for one in sorted(new)).encode())  # in one piece
            os.close(end)

    def _hear(self) -> None:
        file = _file()
        if file and file.exists():
            with file.open("rb") as all_of_it:
                all_of_it.seek(self._read)
                whole, line_end, _ = all_of_it.read().rpartition(b"\n")
            self._read += len(whole + line_end)
            self._known.update(whole.decode().split())


def _file() -> Path | None:
    directory = os.environ.get("RAPPORTEUR_TEST_KEPT")
    return Path(directory, "judged") if directory else None


_judged: Final = Judged()


def inaccessible(page: Page) -> list[str]:
    """Return what axe finds on this page at the width that its window has now."""
    made = page.evaluate(_MADE_OF)
    width = (page.viewport_size or {"width": 0})["width"]
    parts = [f"p{part}" for part in made["parts"]]
    ways = [f"t{width}:{way}" for way in made["ways"]]
    frame = {kind: f"{kind}{made[kind]}" for kind in ("outline", "outside")}
    everything = {*parts, *ways, *frame.values()}
    fresh = set(_judged.fresh(everything))
    if not fresh:
        return []
    _load(page, made["ready"])
    asked = {"parts": _first(parts, fresh), "texts": _first(ways, fresh)}
    frames = {kind: one in fresh for kind, one in frame.items()}
    faults: list[str] = page.evaluate(_JUDGED, {**asked, **frames})
    if not faults:
        _judged.add(everything)
    return faults


def _first(those: list[str], fresh: set[str]) -> list[int]:
    """Return where each of these that is fresh stands first: the others are alike."""
    first = {one: at for at, one in reversed([*enumerate(those)])}
    return [at for one, at in first.items() if one in fresh]


def _load(page: Page, ready: str) -> None:
    """A window gets axe once, for all pages that it opens: to send it takes longer than to run."""
    if ready == "loaded":
        return
    if not ready:
        page.context.add_init_script(f"window.loadAxe = () => {{ {AXE_SCRIPT} }}")
        page.evaluate(AXE_SCRIPT)
    else:
        page.evaluate("loadAxe()")


def too_wide(page: Page, size: Size) -> list[str]:
    """Give the window this size; return how much wider the page is than that."""
    window: ViewportSize = {"width": size[0], "height": size[1]}
    if page.viewport_size != window:
        page.set_viewport_size(window)
    wide, shown = page.evaluate(_WIDTH)
    return [f"{wide} pixels wide in a window of {shown}"] if wide > shown else []


def fits(page: Page, *sizes: Size, how: str = "") -> list[str]:
    """Look at the size that the window has first: it takes as long as all else to change it."""
    width = (page.viewport_size or {"width": 0})["width"]
    first = sorted(sizes, key=lambda size: size[0] != width)
    return [f"{fault}, {how}" for size in first for fault in too_wide(page, size)]


def sound(page: Page, *sizes: Size) -> None:
    """Fail if somebody could not use this page at a desk or on a telephone.

    Args:
        page: it is left at the size of window that it had.
        sizes: other sizes than these two.
    """
    assert faults_of(page, sizes or (DESK, PHONE)) == [], page.url


def faults_of(page: Page, sizes: Iterable[Size] = (DESK, PHONE)) -> list[str]:
    page.wait_for_load_state()  # a click before it may still be leading here
    before = page.viewport_size
    faults = []
    for size in sizes:
        faults += [*too_wide(page, size), *inaccessible(page)]
    if before is not None:
        page.set_viewport_size(before)
    return faults
