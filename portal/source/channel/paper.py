"""A receipt to take along: as a picture for the camera of another device, and as a file."""

from flask import Response, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.submissions import wanted
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import secrets_of
from portal.web.accounts.codes import picture_of as drawn
from portal.web.db import engine
from portal.web.i18n.languages import Language, ready
from portal.web.i18n.texts import gettext, language, speaking
from portal.web.presentation import absolute
from shared.core.case_numbers import case_number


def of_paper(chosen: str | None) -> Language:
    """Return the language of the paper: the one asked for, if pages speak it, or the page's."""
    return next((one for one in ready() if one.code == chosen), language())


def picture_of(code: str, chosen: str | None) -> str:
    """Return a QR code, as SVG, of the address to return at, with the return code in it.

    ``chosen``: the page opens in this language, if it was asked for.

    The code stands behind ``#``, so that the device sends it to no server. It is no plain number:
    a camera would offer to search the Web for that.
    """
    address = url_for("channel.enter_form", _external=True, lang=chosen)
    return drawn(f"{address}#{''.join(code.split())}")


def as_file(receipt: Receipt) -> Response:
    """Return the receipt as a file; 404 once its code may not be shown any more."""
    code = secrets_of(receipt).return_code
    if code is None:
        raise NotFound
    with engine().connect() as conn:
        spoken = of_paper(wanted.of(conn, receipt.submission_id))
    name = f"receipt-{case_number(receipt.submission_id)}.txt"
    return Response(
        as_text(receipt, code, spoken),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_text(receipt: Receipt, code: str, spoken: Language) -> str:
    """Return the receipt in plain text, as a file, in this language."""
    with speaking(spoken.code):
        return _as_text(receipt, code)


def _as_text(receipt: Receipt, code: str) -> str:
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
