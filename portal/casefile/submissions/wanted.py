"""In which language the source of a submission asked to be written to (decision 0049).

It stands beside the return channel and nowhere else: no fact, command, export or mail names it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from portal.casefile.submissions.receipts import receipts
from portal.web.accounts import channel_session
from portal.web.accounts.channel_tables import channels


def of(conn: Connection, submission_id: str) -> str | None:
    """Return the code of the language; None where the source never said. Ask before who asks."""
    return channel_session.language_of(conn, submission_id)


def of_each(conn: Connection, submission_ids: Sequence[str]) -> dict[str, str]:
    """Return submission id → code of the language, for those whose source said one."""
    c = channels.c
    query = select(c.submission_id, c.language).where(
        c.submission_id.in_(submission_ids), c.language.is_not(None)
    )
    return {row.submission_id: row.language for row in conn.execute(query)}


def last_of(conn: Connection, submitters: Sequence[str]) -> str | None:
    """Return what these pseudonyms of one person said for the newest submission with a language."""
    c = channels.c
    query = (
        select(c.language)
        .join(receipts, receipts.c.submission_id == c.submission_id)
        .where(receipts.c.submitter_id.in_(submitters), c.language.is_not(None))
        .order_by(receipts.c.created_at.desc(), receipts.c.submission_id)
    )
    found = conn.scalar(query.limit(1))
    return None if found is None else str(found)


def choose(conn: Connection, submission_id: str, code: str | None) -> None:
    """Write in this language from now on; None: it is forgotten."""
    this = channels.c.submission_id == submission_id
    conn.execute(update(channels).where(this).values(language=code))
