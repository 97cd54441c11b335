"""Take the README's pictures anew: ``make pictures``.

A demonstration of its own is started, with its two years of invented work, and a real browser
opens each page as the person who works on it. Sizes are fixed, and so are language, time zone and
colours.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from deploy.local.processes import WORLD
from deploy.local.testing import running_platform
from tests.support.browsers import found_browser

PICTURES: Final = Path(__file__).parents[2] / "docs/pictures"
BYTES: Final = 120_000
"""Who reads the README on a slow line waits for no picture longer than this."""
_WIDE, _PHONE = 1280, 390
_COLOURS: Final = (256, 128, 64)
_TIMEOUT: Final = 30_000  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """``who``: the part before the @ of a person of the demonstration; None: a visitor."""

    name: str
    path: str
    who: str | None
    width: int
    height: int


SCREENS: Final = (
    Screen(name="triage", path="/triage/", who="qrd", width=_WIDE, height=770),
    Screen(name="approval", path="/waiting", who="holder", width=_WIDE, height=1080),
    Screen(
        name="activity",
        path="/activity/",
        who="committee",
        width=_WIDE,
        height=960,
    ),
    Screen(name="phone", path="/submissions/", who="ngo", width=_PHONE, height=844),
    Screen(name="arabic", path="/submit/?lang=ar", who=None, width=_PHONE, height=844),
)


class NoSuchPage(Exception):
    """The page does not open for that person."""


class TooLarge(Exception):
    """A picture takes more bytes than a reader should wait for."""


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as directory,
        running_platform(Path(directory), env={WORLD: "1"}) as platform,
        browser() as opened,
    ):
        for screen in SCREENS:
            taken = small(take(opened, platform.url, screen))
            (PICTURES / f"{screen.name}.png").write_bytes(taken)
            sys.stdout.write(f"docs/pictures/{screen.name}.png: {len(taken)} bytes\n")
    return 0


@contextmanager
def browser() -> Iterator[Browser]:
    """Open the browser of the machine."""
    found = found_browser()
    if found is None:
        sys.exit("There is no browser here (Debian: chromium).")
    arguments = ["--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=arguments)
        try:
            yield opened
        finally:
            opened.close()


def take(opened: Browser, url: str, screen: Screen) -> bytes:
    """Open the page as its person, and return the picture of its first screen."""
    context = opened.new_context(
        base_url=url,
        viewport={"width": screen.width, "height": screen.height},
        locale="en-GB",
        timezone_id="Europe/Zurich",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_TIMEOUT)
    try:
        page = context.new_page()
        if screen.who is not None:
            page.goto("/demo")
            page.locator(f'button[value="{screen.who}@demo.example"]').first.click()
        answer = page.goto(screen.path)
        if answer is None or not answer.ok:
            raise NoSuchPage(screen.path)
        page.locator("h1").first.wait_for()
        return page.screenshot(animations="disabled", caret="hide", scale="css")
    finally:
        context.close()


def small(picture: bytes) -> bytes:
    """Return the picture in as many colours as ``BYTES`` allow."""
    with Image.open(io.BytesIO(picture)) as found:
        whole = found.convert("RGB")
    for colours in _COLOURS:
        written = io.BytesIO()
        few = whole.quantize(colours, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
        if written.tell() <= BYTES:
            return written.getvalue()
    raise TooLarge


if __name__ == "__main__":
    sys.exit(main())
