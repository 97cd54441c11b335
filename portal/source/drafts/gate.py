"""The one gate before a draft is begun and before it is sent, with and without an account."""

from portal.casefile.submissions import standing
from portal.web.accounts.access import current_actor, current_draft, signed_in
from portal.web.db import engine


def may_submit() -> str | None:
    """Return why this person may not submit anything now; None if they may.

    Whatever limits submissions is asked here: it holds for every way to begin and to send.
    """
    if current_draft() is not None or signed_in() is None:
        return None
    with engine().connect() as conn:
        return standing.stopped(conn, current_actor())
