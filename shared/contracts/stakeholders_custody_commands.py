"""The command of custody. The Chief asks for it, once for each item."""

from dataclasses import dataclass

from shared.contracts.stakeholders_custody import Item
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCustody:
    """``to``: None, it stays as a record. ``submission_ids``: those whose files go with it."""

    mandate: str
    kind: Item
    item_id: str
    to: str | None
    submission_ids: tuple[str, ...]
    reason: Sealed


TYPES: dict[str, type] = {"decide-custody": DecideCustody}
