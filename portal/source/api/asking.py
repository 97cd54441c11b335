"""Access to the API: who may use it, and for which submissions."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from portal.casefile.submissions import receipts
from portal.casefile.submissions.receipts import Receipt
from portal.web.accounts.access import current_actor
from portal.web.context import vault
from portal.web.delivery import outbox
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

SOURCES: Final = (Role.NGO_MEMBER, Role.CONTACT_POINT)
NOT_THEIRS: Final = "No submission of yours has this tracking code."
_LONGEST_KEY = 200  # characters of an Idempotency-Key
KEY_IS_NONE: Final = f"Idempotency-Key: 1 to {_LONGEST_KEY} visible characters."


def usable(key: str) -> bool:
    return 0 < len(key) <= _LONGEST_KEY and key.isprintable()


def keyed(what: str, *parts: object) -> UUID:
    """Return the id of what this account asks for: the same for the same parts.

    Nobody but the vault makes it, so by an id nobody confirms a guess of who asked.
    """
    said = "/".join(map(str, (current_actor().actor_id, *parts)))
    return derive_id(what, vault().pseudonym("api", said))


def theirs(conn: Connection, code: str, actor: Actor) -> Receipt | None:
    """Return the submission of this code, if it is of this program's account or organisation.

    What a contact point filed for a person is its own alone (R16).
    """
    receipt = receipts.by_code(conn, code)
    if receipt is None:
        return None
    ours = receipt.organisation_id in actor.organisations and not _for_a_person(conn, receipt)
    return receipt if ours or receipt.is_of(actor) else None


def _for_a_person(conn: Connection, receipt: Receipt) -> bool:
    filed = outbox.find(conn, receipt.command_id)
    return filed is None or bool(filed["data"]["on_behalf"])
