"""Accepting a file: kept and noted, or refused with a sentence for its sender."""

from functools import partial
from http import HTTPStatus

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import About, Kept, keep
from portal.casefile.attachments.kinds import NotTaken, TooLarge, WrongKind
from portal.casefile.attachments.objects import Objects, StoreAway
from portal.casefile.attachments.scan import Harmful, ScannerAway
from portal.web.context import real_now, settings, vault
from portal.web.db import engine
from portal.web.i18n.texts import lazy
from portal.web.spool import File
from shared.platform.vault import Forgotten

_HARMFUL = lazy("The scanner found something harmful in this file. It was not kept.")
_NO_SCAN = lazy(
    "Files cannot be checked for harmful content just now. Send it again in a few minutes."
)
NO_STORE = lazy("Files cannot be kept just now. Send it again in a few minutes.")
_ERASED = lazy("This was erased on request: nothing more can be recorded about it.")


class Refused(Exception):
    """The sentence for the sender. ``status``: the HTTP status for programs."""

    def __init__(self, sentence: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(sentence)
        self.status = int(status)


def objects() -> Objects:
    return Objects(settings().attachments)


def take(
    file: FileStorage,
    *,
    subject: str,
    draft_id: str | None = None,
    about: About = About(),  # noqa: B008  # frozen
) -> Kept:
    """Store the file; the command for it claims it (``portal.casefile.attachments.unclaimed``).

    ``draft_id``: it waits for that draft, however long. Raises ``Refused``: nothing was stored.
    """
    stream: File = file.stream
    try:
        return keep(
            stream,
            file.filename or "",
            subject=subject,
            vault=vault(),
            objects=objects(),
            clamd=settings().clamd,
            limit=settings().attachment_bytes,
            noted=partial(unclaimed.note, engine(), at=real_now(), draft_id=draft_id),
            about=about,
        )
    except TooLarge as no:
        raise Refused(str(no), HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from no
    except WrongKind as no:
        raise Refused(str(no), HTTPStatus.UNSUPPORTED_MEDIA_TYPE) from no
    except NotTaken as no:
        raise Refused(str(no)) from no
    except Harmful as no:
        raise Refused(_HARMFUL) from no
    except ScannerAway as no:
        raise Refused(_NO_SCAN, HTTPStatus.SERVICE_UNAVAILABLE) from no
    except StoreAway as no:
        raise Refused(NO_STORE, HTTPStatus.SERVICE_UNAVAILABLE) from no
    except Forgotten as no:
        raise Refused(_ERASED, HTTPStatus.GONE) from no


def is_claimed(name: str) -> bool:
    """Whether a command told of this object: it is there, and its note was struck.

    Its fact may still be to come. Raises ``Refused``.
    """
    try:
        return not unclaimed.is_noted(engine(), name) and objects().has(name)
    except StoreAway as no:
        raise Refused(NO_STORE, HTTPStatus.SERVICE_UNAVAILABLE) from no


def give_back(*names: str) -> None:
    """Remove objects of which nothing will tell."""
    if names:
        unclaimed.discard(engine(), objects(), names)
