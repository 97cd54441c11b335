"""Downloading a kept file: never shown as a page, and completely verified first."""

from collections.abc import Iterator
from contextlib import closing
from io import SEEK_END
from urllib.parse import quote

from flask import Response
from werkzeug.exceptions import Gone, ServiceUnavailable, UnprocessableEntity

from portal.casefile.attachments import taking
from portal.casefile.attachments.hidden import NotScrubbed, scrubbed
from portal.casefile.attachments.keep import (
    Damaged,
    Details,
    chunks,
    details_of,
    fetch,
    read_details,
)
from portal.casefile.attachments.objects import StoreAway
from portal.web.context import vault
from portal.web.i18n.texts import gettext
from portal.web.spool import Spool
from shared.core.message import Sealed


def download(*, object_name: str, sha256: str, size: int, details: Sealed) -> Response:
    """Return the file, after recording the read. Check first whether the person may read it."""
    opened, content = _opened(object_name, sha256, details)
    return _handed(chunks(content), opened.name, size)


def download_public(*, object_name: str, sha256: str, size: int, details: Sealed) -> Response:
    """Return a file that everybody may read, without a record."""
    [text] = vault().reveal_public([details])
    opened, content = _fetched(object_name, sha256, None if text is None else read_details(text))
    return _handed(chunks(content), opened.name, size)


def content_of(*, object_name: str, sha256: str, details: Sealed) -> Spool:
    """Return the plain file, after recording the read. The caller closes it."""
    return _opened(object_name, sha256, details)[1]


def without_hidden_details(
    *, object_name: str, sha256: str, media_type: str, details: Sealed
) -> Response:
    """Return a picture without what it says of place, device and author. Else as ``download``."""
    opened, content = _opened(object_name, sha256, details)
    with closing(content):
        try:
            anew, _, name = scrubbed(content, media_type, opened.name)
        except NotScrubbed as error:
            raise UnprocessableEntity(
                gettext(
                    "The hidden details could not be taken out of this file. "
                    "Take them out with another program before you pass it on."
                )
            ) from error
    return _handed(chunks(anew), name, anew.seek(0, SEEK_END))


def _opened(object_name: str, sha256: str, details: Sealed) -> tuple[Details, Spool]:
    return _fetched(object_name, sha256, details_of(details, vault()))


def _fetched(object_name: str, sha256: str, opened: Details | None) -> tuple[Details, Spool]:
    if opened is None:
        raise Gone(gettext("This file was erased on request."))
    try:
        return opened, fetch(object_name, sha256, opened, taking.objects())
    except (Damaged, KeyError) as error:
        raise ServiceUnavailable(
            gettext("This file is damaged or missing where it was kept. Tell the operators.")
        ) from error
    except StoreAway as error:
        raise ServiceUnavailable from error


def _handed(content: Iterator[bytes], name: str, size: int) -> Response:
    return Response(
        content,
        mimetype="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
