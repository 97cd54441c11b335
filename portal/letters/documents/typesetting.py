"""Making the PDF of a letter in a separate process (``press``), always with the same bytes."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Any

from portal.letters.documents.layout import Letter, laid_out
from portal.web.i18n.texts import lazy

_PRESS = Path(__file__).with_name("press.py")
_NO_FONT = 3  # as in press, which is not imported: what it imports is large
_PATIENCE = 30.0  # seconds, for the setting and for a turn at the press
_presses = BoundedSemaphore(2)  # each needs about 70 MB while it works

# A font of each of these must be there. Latin and Cyrillic the press brings itself.
_NEEDED = MappingProxyType(
    {
        "Arabic": frozenset({"Noto Naskh Arabic", "Noto Sans Arabic"}),
        "Chinese": frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC"}),
    }
)


class NotSet(Exception):
    """The letter could not be set now. The sentence is for the person."""

    sentence = lazy("The PDF could not be made at this moment. Please try again shortly.")


class NoFont(NotSet):
    """No installed font has a letter of this text."""

    sentence = lazy(
        "The PDF cannot be made: this text has characters for which no font is installed. "
        "Ask whoever runs this platform to install one."
    )


def pdf(letter: Letter, fonts: Sequence[str]) -> bytes:
    """Return the letter as PDF/UA-1. ``fonts``: directories. Raises ``NotSet``."""
    return pressed(laid_out(letter), fonts)


def pressed(laid: Mapping[str, Any], fonts: Sequence[str]) -> bytes:
    """Return as PDF/UA-1 what ``layout`` or another area has laid out. Raises ``NotSet``."""
    return _pressed({"fonts": list(fonts), "letter": dict(laid)})


@cache
def missing_fonts(fonts: Sequence[str]) -> tuple[str, ...]:
    """Return the scripts that letters are written in and these directories have no font for."""
    found = frozenset(json.loads(_pressed({"fonts": list(fonts)})))
    return tuple(script for script, some in _NEEDED.items() if found.isdisjoint(some))


def _pressed(work: dict[str, Any]) -> bytes:
    if not _presses.acquire(timeout=_PATIENCE):
        raise NotSet
    try:
        done = subprocess.run(  # noqa: S603  # our own file, by our own interpreter
            [sys.executable, "-I", str(_PRESS)],
            input=json.dumps(work).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it might quote the letter
            timeout=_PATIENCE,
            env={},  # our keys are none of its business
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotSet from error
    finally:
        _presses.release()
    if done.returncode == _NO_FONT:
        raise NoFont
    if done.returncode:
        raise NotSet
    return done.stdout
