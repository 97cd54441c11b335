"""Whether this person may submit: asked before a draft is begun and before it is sent."""

from portal.casefile.submissions import standing
from portal.web.accounts.access import current_actor, current_draft, signed_in
from portal.web.db import engine


def may_submit() -> str | None:
    """Return why this person may not submit anything now; None if they may.

    How fast those without an account submit is for ``portal.source.pace``, asked right after this.
    """
    if current_draft() is not None or signed_in() is None:
        return None
    with engine().connect() as conn:
        return standing.stopped(conn, current_actor())
