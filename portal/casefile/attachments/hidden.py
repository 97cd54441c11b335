"""Hidden details of a picture: where, when, with which device and by whom it was taken.

A person who sends a picture chooses whether these are kept, as evidence, or removed before anything
is stored (procedure.md section 3.2, "metadata stripped?"). To pass a picture on, download a copy
without.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Final

from portal.casefile.attachments.kinds import NotTaken
from portal.web.i18n.texts import lazy
from portal.web.spool import File, Spool

_SCRUBBER: Final = Path(__file__).with_name("scrubber.py")
_PATIENCE: Final = 60.0  # seconds, for one picture and for a turn
_turns = BoundedSemaphore(2)  # a large picture needs some hundred MB while it is written anew

_BECOMES: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType(
    {
        "image/jpeg": ("image/jpeg", None),
        "image/png": ("image/png", None),
        "image/webp": ("image/webp", None),
        "image/tiff": ("image/tiff", None),
        "image/heic": ("image/jpeg", ".jpg"),
        "image/heif": ("image/jpeg", ".jpg"),
    }
)
"""What each kind is afterwards, and its name's ending where that is another."""

_OTHER_KIND: Final = lazy(
    "Hidden details can be taken out of pictures only. Take them out of this file yourself, "
    "or send it as it is."
)
_UNREADABLE: Final = lazy(
    "This picture could not be read, so its hidden details could not be taken out. It was not "
    "kept. Save it anew with another program, or send it as it is."
)


class NotScrubbed(NotTaken):
    """The hidden details are still in it; the text is a sentence for the sender."""


def may_be_scrubbed(media_type: str) -> bool:
    return media_type in _BECOMES


def scrubbed(file: File, media_type: str, name: str) -> tuple[Spool, str, str]:
    """Return the picture without its hidden details, what kind it is now, and its name.

    Raises ``NotScrubbed``.
    """
    if media_type not in _BECOMES:
        raise NotScrubbed(_OTHER_KIND)
    kind, ending = _BECOMES[media_type]
    file.seek(0)
    anew = Spool()
    anew.write(_anew(file.read() or b""))
    anew.seek(0)
    return anew, kind, f"{PurePath(name).stem}{ending}" if ending else name


def _anew(content: bytes) -> bytes:
    if not _turns.acquire(timeout=_PATIENCE):
        raise NotScrubbed(_UNREADABLE)
    try:
        done = subprocess.run(  # noqa: S603  # our own file, by our own interpreter
            [sys.executable, "-I", str(_SCRUBBER)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it might quote the picture
            timeout=_PATIENCE,
            env={},  # our keys are none of its business
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotScrubbed(_UNREADABLE) from error
    finally:
        _turns.release()
    if done.returncode or not done.stdout:
        raise NotScrubbed(_UNREADABLE)
    return done.stdout
