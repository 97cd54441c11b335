"""What is planted in the tables of a test: an item, and of whom and by whom it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.web.policy import Kind
from shared.contracts.followup_partners import Kind as PartnerKind
from shared.contracts.followup_visit_threads import Audience
from shared.core.message import Sealed
from tests.support import letters

MANDATES = (letters.LEAD, letters.OTHER)
STATE = "KEN"
ORGANISATION, INSTITUTION = "org-1", "nhri-1"
COORDINATOR, SECURITY, AGENCY = "planted-coordinator", "planted-security", "planted-agency"
"""The accounts of partners of the United Nations: each is admitted as what it is, and no more."""
ADMITTED_AS: Final[Mapping[str, tuple[PartnerKind, str]]] = {
    "of the coordinator": ("rc", COORDINATOR),
    "of security": ("security", SECURITY),
    "of an agency": ("unct", AGENCY),
    "of an institution": ("nhri", INSTITUTION),
    "of an organisation": ("ngo", ORGANISATION),
    "of the desk": ("desk", STATE),
}
"""The partners of the mission: as which kind, and who."""
MEMBERS: Final = {
    "of the coordinator": (COORDINATOR,),
    "of security": (SECURITY,),
    "of an agency": (AGENCY,),
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
    "dialogue",
    "proposal",
    "public version",
    "statement",
    "public statement",
    "public report",
    "advice",
    "contact",
    "telling",
]
"""What the matrix of the portal has no kind for."""


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` stands in what is restricted of it; ``state`` says where its life has come to."""

    kind: Kind | OfNoKind
    state: str
    id: str
    text: str
