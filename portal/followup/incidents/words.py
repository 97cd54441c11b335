"""The words of incidents of missions, in the reader's language."""

from typing import Final

from portal.followup.partners.words import KINDS as PARTNERS
from portal.web.i18n.texts import lazy, lazy_pgettext

__all__ = ["KINDS", "PARTNERS", "TOLD"]

KINDS: Final = {
    "surveillance": lazy("Surveillance"),
    "advance_notice": lazy("Advance notice demanded"),
    "access": lazy("Access to a facility denied"),
    "interview": lazy("Private interview denied"),
    "prepared": lazy("Facility or detainees prepared"),
    "evidence": lazy("Evidence hidden"),
    "interlocutors": lazy("Authorities contact people whom the mandate meets"),
    "movement": lazy("Movement restricted"),
    "entry": lazy("Entry denied"),
    "equipment": lazy("Equipment refused"),
    "team": lazy("Member of the team refused"),
    "media": lazy("Media campaign"),
    "other": lazy_pgettext("incident", "Something else"),
}
TOLD: Final = {
    "holder": lazy("Mandate-holder"),
    "office": lazy("The Office in Geneva"),
    "security": lazy("Security of the United Nations"),
    "coordinator": lazy("Resident Coordinator"),
    "government": lazy("Government"),
}
