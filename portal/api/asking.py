"""Who may ask the API, and about which submissions."""

from typing import Final

from sqlalchemy import Connection

from portal.submissions import receipts
from portal.submissions.receipts import Receipt
from shared.actor import Actor
from shared.roles import Role

SOURCES: Final = (Role.NGO_MEMBER, Role.CONTACT_POINT)
NOT_THEIRS: Final = "No submission of yours has this tracking code."
_LONGEST_KEY = 200  # characters of an Idempotency-Key
KEY_IS_NONE: Final = f"Idempotency-Key: 1 to {_LONGEST_KEY} visible characters."


def usable(key: str) -> bool:
    return 0 < len(key) <= _LONGEST_KEY and key.isprintable()


def theirs(conn: Connection, code: str, actor: Actor) -> Receipt | None:
    """Return the submission of this code, if it is of this program's account or organisation."""
    receipt = receipts.by_code(conn, code)
    if receipt is None:
        return None
    same = actor.organisation_id is not None and actor.organisation_id == receipt.organisation_id
    return receipt if same or actor.actor_id == receipt.submitter_id else None
