"""The library: kinds of documents, who can see one, and which unit answers for it. Section H.1."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates

KINDS: Final = MappingProxyType(
    {
        "guidance": "Guidance note",
        "manual": "Manual",
        "sop": "Standard operating procedure",
        "induction": "Item of the induction kit",
        "training": "Training module",
        "terms": "Terms of reference",
        "template": "Template",
        "form": "Form",
        "reference": "Reference text",
        "lessons": "Lessons learnt",
    }
)
TRAINING: Final = "training"
SOP: Final = "sop"
KIT: Final = frozenset({"induction", TRAINING})
"""The kinds that are offered for the induction kit."""
PUBLIC: Final = "public"
AUDIENCES: Final = MappingProxyType(
    {
        PUBLIC: "Everybody",
        "governments": "Governments",
        "unct": "United Nations country teams",
        "nhri": "National human rights institutions",
        "ngo": "Non-governmental organisations",
        "holders": "Mandate-holders",
        "staff": "Staff",
    }
)
_ROLES: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "governments": frozenset({Role.GOVERNMENT}),
        "unct": frozenset({Role.UN_PARTNER}),
        "nhri": frozenset({Role.CONTACT_POINT}),
        "ngo": frozenset({Role.NGO_MEMBER}),
        "holders": frozenset({Role.MANDATE_HOLDER}),
        "staff": frozenset(
            {
                Role.QUICK_RESPONSE_DESK,
                Role.HUMAN_RIGHTS_OFFICER,
                Role.CHIEF,
                Role.DESK_OFFICER,
                Role.SELECTION_OFFICER,
                Role.STAKEHOLDER_OFFICER,
                Role.PUBLICATION_OFFICER,
            }
        ),
    }
)
OF_MANDATE: Final = "mandate:"
"""Before a mandate's code: its holders and its officers."""
WRITERS: Final[Mapping[str, Role]] = MappingProxyType(
    {"library": Role.STAKEHOLDER_OFFICER, "desk": Role.QUICK_RESPONSE_DESK}
)
"""The units that own documents, and who writes for each."""
UNITS: Final = MappingProxyType({"library": "Stakeholder officers", "desk": "Quick Response Desk"})
THEMES: Final = MappingProxyType(
    {
        "communications": "Communications",
        "visits": "Country visits",
        "reports": "Reports",
        "reprisals": "Reprisals",
        "cooperation": "Cooperation with others",
        "working-methods": "Working methods",
    }
)


def is_audience(code: str) -> bool:
    if code.startswith(OF_MANDATE):
        return code.removeprefix(OF_MANDATE) in mandates()
    return code in AUDIENCES


def audiences_of(actor: Actor | None) -> frozenset[str]:
    """Return the audiences to which this person belongs; None: somebody who did not sign in."""
    if actor is None:
        return frozenset({PUBLIC})
    groups = {code for code, roles in _ROLES.items() if actor.has(*roles)}
    serves = actor.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    own = {f"{OF_MANDATE}{code}" for code in actor.mandates} if serves else set()
    return frozenset({PUBLIC, *groups, *own})


def writes(actor: Actor, unit: str) -> bool:
    """Whether this person writes what the unit owns; a stakeholder officer is the librarian."""
    return actor.has(Role.STAKEHOLDER_OFFICER, WRITERS[unit])


def reads(actor: Actor, audience: Iterable[str]) -> bool:
    return not audiences_of(actor).isdisjoint(audience)
