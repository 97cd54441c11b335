"""Who reads what, from procedure.md section 6.1: people of each role, and the readers of an item.

The matrix is repeated here, so that a line lost from the policy shows as a difference.
"""

from collections.abc import Mapping
from typing import Any

from portal.web.policy import Kind
from shared.core.roles import Role
from tests.support.items import (
    AGENCY,
    COORDINATOR,
    INSTITUTION,
    MANDATES,
    MEMBERS,
    ORGANISATION,
    REPRISAL,
    SECURITY,
    STATE,
    THREADS,
    Item,
)

R = Role
HELD, ELSEWHERE = frozenset({MANDATES[0]}), frozenset({"sr-water-and-sanitation"})
HERE, ABROAD = frozenset({STATE}), frozenset({"FRA"})

CONTACT, OTHER_CONTACT = MEMBERS["of an institution"]
SOURCE, COLLEAGUE = MEMBERS["of an organisation"]
(DESK_OFFICER,) = MEMBERS["of the desk"]

PEOPLE: Mapping[str, tuple[Role | None, dict[str, Any]]] = {
    "visitor": (None, {}),
    "source": (R.NGO_MEMBER, {"organisation_id": ORGANISATION, "account_id": SOURCE}),
    "colleague": (R.NGO_MEMBER, {"organisation_id": ORGANISATION, "account_id": COLLEAGUE}),
    "other organisation": (R.NGO_MEMBER, {"organisation_id": "org-2"}),
    "contact point": (R.CONTACT_POINT, {"organisation_id": INSTITUTION, "account_id": CONTACT}),
    "other contact point": (
        R.CONTACT_POINT,
        {"organisation_id": INSTITUTION, "account_id": OTHER_CONTACT},
    ),
    "focal point": (R.FOCAL_POINT, {"organisation_id": ORGANISATION}),
    "desk": (R.QUICK_RESPONSE_DESK, {}),
    "officer": (R.HUMAN_RIGHTS_OFFICER, {"mandates": HELD}),
    "officer elsewhere": (R.HUMAN_RIGHTS_OFFICER, {"mandates": ELSEWHERE}),
    "holder": (R.MANDATE_HOLDER, {"mandates": HELD}),
    "holder elsewhere": (R.MANDATE_HOLDER, {"mandates": ELSEWHERE}),
    "chief": (R.CHIEF, {}),
    "committee": (R.COORDINATION_COMMITTEE, {}),
    "desk officer": (R.DESK_OFFICER, {"state_codes": HERE, "account_id": DESK_OFFICER}),
    "desk officer abroad": (R.DESK_OFFICER, {"state_codes": ABROAD}),
    "government": (R.GOVERNMENT, {"state_codes": HERE}),
    "government abroad": (R.GOVERNMENT, {"state_codes": ABROAD}),
    "publication officer": (R.PUBLICATION_OFFICER, {}),
    "selection officer": (R.SELECTION_OFFICER, {}),
    "stakeholder officer": (R.STAKEHOLDER_OFFICER, {}),
    "reprisals focal point": (R.REPRISALS_FOCAL_POINT, {}),
    "coordinator": (
        R.UN_PARTNER,
        {"state_codes": HERE, "office": "coordinator", "account_id": COORDINATOR},
    ),
    "other coordinator": (R.UN_PARTNER, {"state_codes": HERE, "office": "coordinator"}),
    "security": (
        R.UN_PARTNER,
        {"state_codes": HERE, "office": "security", "account_id": SECURITY},
    ),
    "agency": (R.UN_PARTNER, {"state_codes": HERE, "account_id": AGENCY}),
    "panel member": (R.PANEL_MEMBER, {}),
    "panel chair": (R.PANEL_CHAIR, {}),
    "president": (R.PRESIDENT, {}),
    "candidate": (R.CANDIDATE, {}),
    "auditor": (R.AUDITOR, {}),
    "data protection": (R.DATA_PROTECTION, {}),
    "administrator": (R.SYSTEM_ADMIN, {}),
}
SEIZED = {"officer", "holder"}
INSTITUTIONS = {"contact point", "other contact point"}
UNITED_NATIONS = {"coordinator", "security", "agency"}
"""Who is admitted to the mission, each as what it is. Another coordinator of the State is not."""
PARTNERS: Mapping[str, set[str]] = {
    Kind.FOR_PARTNERS: {"coordinator", "agency"} | INSTITUTIONS,
    Kind.DEBRIEF_PART: {"coordinator"},
    Kind.DEBRIEF_CALL: {"chief", "coordinator", "other coordinator"},
}
"""Partners that read it; whoever is of an office that is invited reads where a debrief is."""
OF_DESK = {
    *(Kind.INCIDENT, Kind.INCIDENT_PART, Kind.INCIDENT_PUT),
    *(Kind.FOR_PARTNERS, Kind.DEBRIEF, Kind.DEBRIEF_PART, Kind.DEBRIEF_CALL),
}
OWN = {
    "of the coordinator": {"coordinator"},
    "of security": {"security"},
    "of an agency": {"agency"},
    "of an institution": INSTITUTIONS,
    "of an organisation": {"source", "colleague"},
    "of the desk": {"desk officer"},
}
"""Who is of a partner: they alone read its advice, how it is reached and what it was told."""
INCIDENTS = OWN | {"put": {"government"}, "safety": {"security"}}
"""Who reads an incident by its state, beside the mandate and the desk."""
EXCHANGED = {"desk officer", "government"} | UNITED_NATIONS
ADMITTED = OWN | {
    "official": EXCHANGED,
    "shown": EXCHANGED | INSTITUTIONS,
    "of an agency": {"agency", "coordinator"},
    "of the State": {"desk officer", "government"},
    "confidential": {"desk officer"},
    "place": {"desk officer", "security"},
    "own": {"source", "colleague", "desk officer"} | INSTITUTIONS,
    "rc": {"desk officer", "coordinator"},
    "unct": {"desk officer", "coordinator", "agency"},
    "partners": {"desk officer", "coordinator", "agency", "source", "colleague"} | INSTITUTIONS,
    "nhri": {"desk officer"} | INSTITUTIONS,
    "state": {"desk officer", "government"},
    "agreed": {"desk", "desk officer", "coordinator", "security", "source", "colleague"}
    | INSTITUTIONS,
}
"""Who reads an item that was exchanged with the State, the tasks of a partner, a thread about the
mission, or what the Government reserved of the terms that were agreed, beside the mandate."""
REPORTED = {"with_state": {"government"}, "submitted": {"publication officer"}}
"""Who reads the report on a visit in a stage, beside its mandate and the desk."""

FOLLOW = {"committee", "auditor"}
"""Those who may know that a transmitted letter is there and where its case stands, and no more."""

AWAY = {"officer elsewhere", "holder elsewhere"}
TOLD = FOLLOW | AWAY
"""Those who may know that a transmitted letter is there, and no more."""

KNOWS_OF_CASES = {"chief"}
"""Those who learn on which cases a cleared letter rests, by their numbers, and read none."""

AUDIT = {"auditor", "data protection"}
"""Those who read the log of who read what: ids of everything, and never a text."""


def readers(item: Item) -> set[str]:
    """Return who reads the item: procedure.md section 6.1, and R15, which wins over it."""
    kept_from = {"desk officer"} if item.state == REPRISAL else set()
    return _by_the_matrix(item) - kept_from


def _by_the_matrix(item: Item) -> set[str]:
    match item.kind:
        case Kind.SUBMISSION if item.state in {"received", "not actioned"}:
            return {"source", "colleague", "desk"}
        case Kind.SUBMISSION if item.state == "filed for a person":
            return {"contact point", "desk"} | SEIZED
        case Kind.SUBMISSION if item.state == "entered":
            return {"desk"} | SEIZED
        case Kind.SUBMISSION:
            return {"source", "colleague", "desk"} | SEIZED
        case Kind.CLEARANCE if item.state in {"approved", "ordered"}:
            return {"desk", "chief"} | SEIZED
        case Kind.CLEARANCE | "statement":
            return {"desk"} | SEIZED
        case "dialogue":
            return {"desk", "chief", "desk officer", "publication officer"} | SEIZED
        case "advice" | "contact" | "telling":
            return OWN[item.state] | SEIZED
        case kind if kind in OF_DESK:
            others = PARTNERS.get(item.kind, INCIDENTS.get(item.state, set()))
            return {"desk officer"} | SEIZED | others
        case kind if kind in {
            Kind.PROGRAMME,
            "proposal",
            Kind.PARTNER,
            Kind.TERMS,
            *THREADS.values(),
        }:
            return ADMITTED[item.state] | SEIZED
        case Kind.DOSSIER:
            return {"desk officer"} | SEIZED | AWAY
        case Kind.CONFIDENTIAL:
            return SEIZED | ADMITTED.get(item.state, set())
        case Kind.REPORT:
            desk = {"desk officer"} if item.state != "withdrawn" else set()
            return REPORTED.get(item.state, set()) | SEIZED | desk
        case Kind.VISIT:
            return {"desk", "desk officer"} | SEIZED
        case "public statement" | "public version" | "public report":
            return set(PEOPLE) if item.state in {"issued", "published"} else set()
        case _:
            return {
                "desk",
                "chief",
                "desk officer",
                "government",
                "publication officer",
            } | SEIZED


_OF_MISSION = {
    Kind.PROGRAMME,
    Kind.PARTNER,
    Kind.CONFIDENTIAL,
    Kind.INCIDENT,
    Kind.INCIDENT_PART,
    Kind.INCIDENT_PUT,
    Kind.DEBRIEF,
    Kind.DEBRIEF_PART,
    Kind.DEBRIEF_CALL,
    Kind.FOR_PARTNERS,
}


def told(item: Item) -> set[str]:
    """Return who may know that it is there: its id may stand in what they get."""
    if item.state in {"published", "issued"}:
        return set(PEOPLE)
    if item.kind == Kind.LETTER:
        return readers(item) | AUDIT | TOLD
    if item.kind in _OF_MISSION:  # its assessment was issued, and that they read
        return readers(item) | AUDIT | AWAY
    came = item.kind in {Kind.REPLY, "dialogue"}
    return readers(item) | AUDIT | flags(item) | (FOLLOW if came else set())


def flags(item: Item) -> set[str]:
    """Return who knows of it by its reprisal flag, and reads nothing of it (decision 0099)."""
    flagged = item.kind is Kind.SUBMISSION and item.state == "reprisal"
    return {"reprisals focal point"} if flagged else set()
