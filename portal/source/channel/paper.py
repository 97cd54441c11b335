"""A receipt to take along: as a picture for the camera of another device, and as a file."""

from flask import Response, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import secrets_of
from portal.web.accounts.codes import picture_of as drawn
from portal.web.i18n.texts import gettext
from portal.web.presentation import absolute
from shared.core.case_numbers import case_number


def picture_of(code: str) -> str:
    """Return a QR code, as SVG, of the address to return at, with the return code in it.

    The code stands behind ``#``, so that the device sends it to no server. It is no plain number:
    a camera would offer to search the Web for that.
    """
    return drawn(f"{_address()}#{''.join(code.split())}")


def as_file(receipt: Receipt) -> Response:
    """Return the receipt as a file; 404 once its code may not be shown any more."""
    code = secrets_of(receipt).return_code
    if code is None:
        raise NotFound
    name = f"receipt-{case_number(receipt.submission_id)}.txt"
    return Response(
        as_text(receipt, code),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_text(receipt: Receipt, code: str) -> str:
    """Return the receipt in plain text, as a file."""
    numbered = (f"{n}: {group}" for n, group in enumerate(code.split(), 1))
    lines = (
        gettext("Your submission is kept"),
        "",
        gettext("Your return code"),
        *numbered,
        "",
        gettext("Return to your submission"),
        _address(),
        "",
        gettext("Your case number"),
        case_number(receipt.submission_id),
        "",
        gettext("Received %(at)s", at=absolute(receipt.created_at)),
        "",
        gettext(
            "Whoever has the return code can read and change what you do there: keep this file "
            "only where others do not find it."
        ),
        "",
    )
    return "\r\n".join(lines)


def _address() -> str:
    return url_for("channel.enter_form", _external=True)
