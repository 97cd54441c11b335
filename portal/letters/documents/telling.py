"""A source's view of the letters that use its submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.letters.documents import queries
from portal.letters.documents.queries import PublicReply
from portal.web.cases import slug
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``reference`` and ``text`` only where the letter may be read; ``text`` None once erased.

    ``slug``: where the public register has it; None while it is not public.
    """

    recipient: str
    transmitted_at: datetime
    readable: bool
    reference: str | None
    text: str | None
    slug: str | None
    replies: Sequence[PublicReply]


def letters_for_source(submission_id: str) -> list[Shown]:
    """Return the letters that the source was told of or that are public.

    Ask whether the submission is the source's before this. For the source's page, which includes
    ``letters/_for_source.html``. A text that is shown is on record.
    """
    with engine().connect() as conn:
        found = queries.for_source(conn, submission_id)
    readable = [one.text for one in found if one.text]
    texts = iter(vault().reveal_all(readable) if readable else ())
    return [
        Shown(
            recipient=names.recipient(one.recipient),
            transmitted_at=one.transmitted_at,
            readable=one.text is not None,
            reference=one.reference if one.text or one.published_at else None,
            text=next(texts) if one.text else None,
            slug=slug(one.reference) if one.published_at else None,
            replies=one.replies,
        )
        for one in found
    ]
