"""Hand a kept file out: as a download and never as a page, all of it verified before."""

from urllib.parse import quote

from flask import Response
from werkzeug.exceptions import Gone, ServiceUnavailable

from portal.attachments import taking
from portal.attachments.keep import Damaged, details_of, fetch
from portal.attachments.objects import StoreAway
from portal.context import vault
from shared.message import Sealed


def download(*, object_name: str, sha256: str, size: int, details: Sealed) -> Response:
    """Return the file; that it was read is on record before. Ask first whether he may."""
    opened = details_of(details, vault())
    if opened is None:
        raise Gone("This file was erased on request.")
    try:
        content = fetch(object_name, sha256, opened, taking.objects())
    except (Damaged, KeyError) as error:
        raise ServiceUnavailable(
            "This file is damaged or missing where it was kept. Tell the operators."
        ) from error
    except StoreAway as error:
        raise ServiceUnavailable from error
    return Response(
        content,
        mimetype="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(opened.name)}",
            "Content-Length": str(size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
