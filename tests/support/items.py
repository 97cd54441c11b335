"""What is planted in the tables of a test: an item, and of whom and by whom it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.web.policy import Kind
from shared.contracts.followup_visit_threads import (
    Audience,
)
from shared.core.message import Sealed
from tests.support import letters

MANDATES = (letters.LEAD, letters.OTHER)
STATE = "KEN"
ORGANISATION, INSTITUTION = "org-1", "nhri-1"
PARTNER = "planted-partner"
"""The account of a partner of the United Nations."""
MEMBERS: Final = {
    "of the United Nations": (PARTNER,),
    "of the coordinator": (PARTNER,),
    "of an institution": ("planted-contact", "planted-other-contact"),
    "of an organisation": ("planted-source", "planted-colleague"),
    "of the desk": ("planted-desk-officer",),
}
"""The accounts that accepted the undertaking of a partner, each for oneself."""
REPRISAL = "about a reprisal"
THREADS: Mapping[Audience, Kind] = {
    "rc": Kind.RC_THREAD,
    "unct": Kind.PARTNER_THREAD,
    "partners": Kind.PARTNER_THREAD,
    "nhri": Kind.PARTNER_THREAD,
    "state": Kind.STATE_THREAD,
}

DETAILS = {"sha256": "0" * 64, "key": "none"}

Seal = Callable[[str, str], Sealed]

OfNoKind: TypeAlias = Literal[
    "dialogue", "proposal", "public version", "statement", "public statement", "public report"
]
"""What the matrix of the portal has no kind for."""


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` stands in what is restricted of it; ``state`` says where its life has come to."""

    kind: Kind | OfNoKind
    state: str
    id: str
    text: str
