"""A letter about a visit as PDF, under the head of those that ask: as it was approved.

Each time it is set anew from what was approved: no proof of a sending names its bytes.
"""

from datetime import timedelta
from typing import Final

from flask import Response

from portal.followup.visits import letter_queries, letter_words
from portal.followup.visits.letter_queries import VisitLetter
from portal.letters.documents import anybody, layout, typesetting
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.context import settings, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.text_language import language_of
from portal.web.i18n.texts import speaking
from shared.core.geneva import start_of

_CLEARED: Final = frozenset({"approved", "sent"})
_NOON: Final = timedelta(hours=12)


def answer(one: VisitLetter, back: str) -> Response:
    """Return the PDF, or a page that says why there is none now. ``back``: the letter's page.

    Ask before whether this person reads the letter. The file's name says nothing of it.
    """
    try:
        made = typesetting.pdf(laid(one), settings().font_directories)
    except typesetting.NotSet as no:
        page = htmx.render("visits/not_set.html", block="content", sentence=no.sentence, back=back)
        return anybody.later(page)
    found = Response(made, mimetype="application/pdf")
    found.headers["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    found.headers["Cache-Control"] = "no-store"
    return found


def laid(one: VisitLetter) -> layout.Letter:
    """Return the letter to be set, in the language of its own text whoever reads it.

    While a mandate has not approved it, it is a draft; until it was sent it has no day.
    """
    with engine().connect() as conn:
        rows = letter_queries.steps_of(conn, one)
        people = accounts.names(conn, one.approved.values())
    text = vault().reveal(one.text)
    reference = vault().reveal(one.reference) if one.reference else None
    spoken = language_of(text or "")
    with speaking(spoken):
        head = filter(None, [letter_words.recipient(one), *letter_words.asks(one), reference])
        title = letter_words.title(one)
        signed = [
            layout.Signed(
                mandate=names.mandate(each), holder=people.get(one.approved.get(each, ""))
            )
            for each in one.mandates
        ]
    return layout.Letter(
        title=title,
        text=None if text is None else "\n".join(head) + "\n\n" + text,
        signed=signed,
        written_at=max(row.at for row in rows if row.text),
        transmitted_at=start_of(one.dated_on) + _NOON if one.dated_on else None,
        language=spoken,
        cleared=one.stage in _CLEARED,
    )
