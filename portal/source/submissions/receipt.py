"""The page of a receipt: of everybody who filed, with an account or by a draft code."""

from dataclasses import dataclass

from portal.casefile.submissions import queries
from portal.casefile.submissions.keeping import NOTHING
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import code_of, secrets_of
from portal.source.channel.forms import KeptForm
from portal.source.channel.paper import picture_of
from portal.web import htmx
from portal.web.context import settings
from portal.web.db import engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Addresses of a receipt: as a file, to put its code away, and to follow the submission.

    ``follow``: None without an account; then the return code is the only way.
    """

    file: str
    kept: str
    follow: str | None = None


def receipt_page(found: Receipt, ways: Ways) -> str:
    """Show the receipt. Ask before whose it is: its code opens the submission."""
    with engine().connect() as conn:
        delivered = queries.delivered(conn, found)
    secrets = secrets_of(found)
    code = secrets.return_code
    return htmx.render(
        "submissions/receipt.html",
        block="content",
        receipt=found,
        secrets=secrets,
        shown=secrets != NOTHING,
        code=code_of(found),
        picture=picture_of(code) if code else "",
        kept=KeptForm(formdata=None),
        delivered=delivered,
        reply_days=settings().reply_days,
        ways=ways,
    )
