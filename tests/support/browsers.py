"""The browser of this machine."""

import os
import shutil
from typing import Final

_NAMES: Final = (
    "/usr/lib/chromium/chromium-headless-shell",  # by its wrapper it would outlive its end
    "chromium",
    "google-chrome",
    "chromium-browser",
)


def found_browser() -> str | None:
    """Return the program; None if there is none.

    The headless shell comes first: Chromium itself takes three times as long to open a window.
    """
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
