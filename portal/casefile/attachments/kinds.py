"""The accepted kinds of files: both the extension and the content must match."""

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from portal.web.i18n.texts import gettext

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Neither what a computer would run nor what a browser would: no archives, no web pages, no SVG.
KINDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        ".pdf": frozenset({"application/pdf"}),
        ".docx": frozenset({_WORD}),
        ".xlsx": frozenset({_SHEET}),
        ".odt": frozenset({"application/vnd.oasis.opendocument.text"}),
        ".ods": frozenset({"application/vnd.oasis.opendocument.spreadsheet"}),
        ".txt": frozenset({"text/plain"}),
        ".csv": frozenset({"text/csv", "text/plain", "application/csv"}),
        ".jpg": frozenset({"image/jpeg"}),
        ".jpeg": frozenset({"image/jpeg"}),
        ".png": frozenset({"image/png"}),
        ".webp": frozenset({"image/webp"}),
        ".heic": frozenset({"image/heic", "image/heif"}),
        ".tif": frozenset({"image/tiff"}),
        ".tiff": frozenset({"image/tiff"}),
        ".mp3": frozenset({"audio/mpeg"}),
        ".m4a": frozenset({"audio/mp4", "audio/x-m4a", "video/mp4"}),
        ".ogg": frozenset({"audio/ogg", "application/ogg"}),
        ".wav": frozenset({"audio/x-wav", "audio/wav", "audio/vnd.wave"}),
        ".mp4": frozenset({"video/mp4"}),
        ".mov": frozenset({"video/quicktime"}),
        ".webm": frozenset({"video/webm"}),
    }
)
ENDINGS: Final = tuple(KINDS)

LONGEST: Final = 120
"""Characters of a file's name that are kept."""

BEGINNING: Final = 64 * 1024
"""Bytes of a file that are looked at."""


class NotTaken(Exception):
    """The kind of file is not accepted; the text is a sentence for the sender."""


class TooLarge(NotTaken):
    """It has too many bytes."""


class WrongKind(NotTaken):
    """Its content is none that is taken, or not what its name says."""


def media_type(
    name: str, beginning: bytes, also: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> str:
    """Return the media type of the file. Raises ``NotTaken``.

    ``also``: kinds that are accepted in one place alone.
    """
    if not beginning:
        raise NotTaken(gettext("This file is empty."))
    ending = PurePath(name).suffix.lower()
    allowed = {**KINDS, **also}.get(ending)
    if allowed is None:
        raise WrongKind(
            gettext(
                "Send documents, pictures, sound or video: %(endings)s.",
                endings=", ".join([*ENDINGS, *also]),
            )
        )
    found = _look(beginning)
    if found not in allowed:
        raise WrongKind(
            gettext(
                "The content of this file is not what its name ends with (%(ending)s).",
                ending=ending,
            )
        )
    return found


def shown_name(name: str) -> str:
    """Return the name without folders and control characters, not more than ``LONGEST`` of them."""
    bare = PurePath(name.replace("\\", "/")).name
    clean = "".join(c for c in bare if c.isprintable()).strip()
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= LONGEST else f"{stem[: LONGEST - 1 - len(ending)]}{dot}{ending}"


def _look(beginning: bytes) -> str:
    import magic  # noqa: PLC0415  # loads libmagic and its tables: 5 MB that few processes need

    found: str = magic.from_buffer(beginning, mime=True)
    return found
