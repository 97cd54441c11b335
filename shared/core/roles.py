"""The roles of procedure.md section 6.1. A person may hold several."""

from enum import StrEnum


class Role(StrEnum):
    NGO_MEMBER = "ngo_member"
    CONTACT_POINT = "contact_point"
    FOCAL_POINT = "focal_point"
    """Beside one of these: who answers for the programs of the organisation."""
    QUICK_RESPONSE_DESK = "quick_response_desk"
    HUMAN_RIGHTS_OFFICER = "human_rights_officer"
    MANDATE_HOLDER = "mandate_holder"
    CHAIR_RAPPORTEUR = "chair_rapporteur"
    """Beside that of a mandate-holder: a working group's, who decides for it."""
    CHIEF = "chief"
    DESK_OFFICER = "desk_officer"
    COORDINATION_COMMITTEE = "coordination_committee"
    SELECTION_OFFICER = "selection_officer"
    STAKEHOLDER_OFFICER = "stakeholder_officer"
    PANEL_MEMBER = "panel_member"
    PANEL_CHAIR = "panel_chair"
    PRESIDENT = "president"
    CANDIDATE = "candidate"
    GOVERNMENT = "government"
    AUDITOR = "auditor"
    DATA_PROTECTION = "data_protection"
    SYSTEM_ADMIN = "system_admin"
    PUBLICATION_OFFICER = "publication_officer"
    REPRISALS_FOCAL_POINT = "reprisals_focal_point"
    UN_PARTNER = "un_partner"
    """Of the United Nations in a country: reads nothing until a mission admits it."""
    SOURCE = "source"
    """Whoever came by a return channel: bound to one submission, and never held by an account."""

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.NGO_MEMBER: "NGO member",
    Role.CONTACT_POINT: "NHRI contact point",
    Role.FOCAL_POINT: "Focal point of an organisation",
    Role.QUICK_RESPONSE_DESK: "Quick Response Desk",
    Role.HUMAN_RIGHTS_OFFICER: "Human-rights officer",
    Role.MANDATE_HOLDER: "Mandate-holder",
    Role.CHAIR_RAPPORTEUR: "Chair-Rapporteur of a Working Group",
    Role.CHIEF: "Chief of the Special Procedures Branch",
    Role.DESK_OFFICER: "Desk officer",
    Role.COORDINATION_COMMITTEE: "Coordination Committee",
    Role.SELECTION_OFFICER: "OHCHR selection officer",
    Role.STAKEHOLDER_OFFICER: "Stakeholder officer",
    Role.PANEL_MEMBER: "Panel member",
    Role.PANEL_CHAIR: "Panel chair",
    Role.PRESIDENT: "President of the Human Rights Council",
    Role.CANDIDATE: "Candidate",
    Role.GOVERNMENT: "Government",
    Role.AUDITOR: "Auditor",
    Role.DATA_PROTECTION: "Data protection",
    Role.SYSTEM_ADMIN: "System administrator",
    Role.PUBLICATION_OFFICER: "Publication officer",
    Role.REPRISALS_FOCAL_POINT: "Reprisals focal point",
    Role.UN_PARTNER: "United Nations partner",
    Role.SOURCE: "Source, by return channel",
}
HELD = frozenset(Role) - {Role.SOURCE}
"""The roles that an account can hold."""
