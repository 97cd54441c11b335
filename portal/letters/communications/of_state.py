"""What a mandate knows about a State: what is compared where a text follows from no letter."""

from sqlalchemy import Connection, select, true

from portal.letters.communications.awaited import shared_with
from portal.letters.communications.tables import letters, signatures, submissions
from shared.reference import EVERY_STATE


def known_about(conn: Connection, mandate: str, state: str) -> list[str]:
    """Return the submissions that the mandate knows about the State: none of another mandate.

    ``state``: or EVERY_STATE, for all that the mandate knows.
    """
    every = state == EVERY_STATE
    signs = select(signatures.c.communication_id).where(signatures.c.mandate == mandate)
    of_letters = select(letters.c.submission_ids).where(
        true() if every else letters.c.recipient == state, letters.c.communication_id.in_(signs)
    )
    its_own = select(submissions.c.submission_id).where(
        true() if every else submissions.c.state == state, shared_with(frozenset({mandate}))
    )
    found = {each for some in conn.scalars(of_letters) for each in some or ()}
    return sorted(found | set(conn.scalars(its_own)))
