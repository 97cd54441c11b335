"""Partners of a mission, their commands and facts, shared by their tests."""

from dataclasses import replace
from typing import Any, Final

from shared.contracts import followup_partners as facts
from shared.contracts.followup_partner_commands import OnPartner, ProposePartner, SetPartnerTask
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.partners import partner_id
from tests.followup.missions import MISSION_ID
from tests.followup.visits import DAY, MANDATE, OFFICER, STATE, TODAY

WHO: Final = "nhri-1"
PARTNER_ID: Final = partner_id(MISSION_ID, "nhri", WHO)
TASK_ID: Final = str(derive_id("task of a partner of a test"))
INSTITUTION = Actor(actor_id="person-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id=WHO)
AGENCY = Actor(actor_id="agency-1", roles=frozenset({Role.UN_PARTNER}))
OF: dict[str, Any] = {"partner_id": PARTNER_ID, "mission_id": MISSION_ID, "mandate": MANDATE}
_PROPOSAL: dict[str, Any] = {
    "kind": "nhri",
    "who": WHO,
    "scope": ("preparation", "during"),
    "first": TODAY,
    "until": TODAY + 200 * DAY,
}
PROPOSE = ProposePartner(**OF, **_PROPOSAL)


def ask(kind: type[OnPartner], **also: Any) -> Any:
    return kind(**{**OF, **also})


def fact(kind: type[facts.OnPartner], step: int, /, **also: Any) -> Any:
    given = {**OF, "state": STATE, "step": step, "done_by": OFFICER.actor_id, "done_at": AT}
    return kind(**{**given, **also})


PROPOSED = fact(facts.PartnerProposed, 1, **_PROPOSAL)
ADMITTED = fact(facts.PartnerAdmitted, 2, done_by="holder-1")
UNDERTAKEN = fact(facts.PartnerUndertakingAccepted, 3, done_by=INSTITUTION.actor_id)
_TASK: dict[str, Any] = {
    "task_id": TASK_ID,
    "part": "preparation",
    "due": TODAY + 10 * DAY,
    "title": Sealed(f"mission-{TASK_ID}", "dGV4dA"),
}
SET = ask(SetPartnerTask, **_TASK)
TASK = fact(facts.PartnerTaskSet, 4, **_TASK)


def of_agency(one: Any, kind: facts.Kind = "unct") -> Any:
    """The same of an agency of the United Nations."""
    who = AGENCY.actor_id
    also = {"kind": kind, "who": who} if hasattr(one, "who") else {}
    return replace(one, partner_id=partner_id(MISSION_ID, kind, who), **also)
