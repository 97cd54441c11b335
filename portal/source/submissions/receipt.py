"""The page of a receipt: of everybody who filed, with an account or by a draft code."""

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from portal.casefile.submissions import queries, wanted
from portal.casefile.submissions.keeping import NOTHING, Secrets
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import code_of, secrets_of
from portal.source.channel.forms import KeptForm
from portal.source.channel.paper import of_paper, picture_of
from portal.web import htmx
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.delivery.behind import behind
from portal.web.i18n.texts import speaking


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
        chosen = wanted.of(conn, found.submission_id)
    secrets = secrets_of(found)
    return htmx.render(
        "submissions/receipt.html",
        block="content",
        receipt=found,
        secrets=secrets,
        shown=secrets != NOTHING,
        paper=_paper(found, secrets, ways, chosen),
        kept=KeptForm(formdata=None),
        delivered=delivered,
        delayed=not delivered and behind(engine(), now()) is not None,
        reply_days=settings().reply_days,
        ways=ways,
    )


def _paper(receipt: Receipt, secrets: Secrets, ways: Ways, chosen: str | None) -> Markup:
    """Return what is printed, in the language in which the source wants to be written to."""
    code, spoken = secrets.return_code, of_paper(chosen)
    offered = chosen if chosen == spoken.code else None
    with speaking(spoken.code):
        paper = render_template(
            "submissions/_paper.html",
            receipt=receipt,
            secrets=secrets,
            ways=ways,
            code=code_of(receipt),
            picture=picture_of(code, offered) if code else "",
        )
    return Markup(paper)  # noqa: S704  # a template of ours
