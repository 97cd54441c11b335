"""The words of the register, in the reader's language."""

from typing import Final

from portal.stakeholders.organisations.likeness import Likeness
from portal.web.i18n.texts import lazy, lazy_pgettext

TYPES: Final = {
    "ngo": lazy("Non-governmental organisation"),
    "network": lazy("Network"),
    "nhri": lazy("National human rights institution"),
    "ombudsman": lazy("Ombudsman"),
    "ministry": lazy("Ministry"),
    "academic": lazy("Academic institution"),
    "unct": lazy("United Nations country team"),
    "igo": lazy("Intergovernmental organisation"),
    "parliament": lazy("Parliament"),
    "person": lazy("Defender without an organisation"),
}
STANDINGS: Final = {
    "registered": lazy("Yes, some law knows it"),
    "unregistered": lazy("No, or it cannot say so"),
}
STAGES: Final = {
    "claimed": (lazy("Waits to be confirmed"), "waiting"),
    "confirmed": (lazy("In the register"), "done"),
    "refused": (lazy("Not taken into the register"), "stopped"),
    "dissolved": (lazy_pgettext("organisation", "Dissolved"), "neutral"),
}
REFUSALS: Final = {
    "duplicate": lazy("It is in the register already"),
    "impersonation": lazy("Somebody else applied in its name"),
    "no_contact": lazy("Nobody answers at its address"),
}
"""shared.reference.organisations.REFUSALS as people read them."""
LIKENESSES: Final = {
    Likeness.EXACT: lazy("Same number or website"),
    Likeness.PROBABLE: lazy("Same name and country"),
    Likeness.POSSIBLE: lazy("Same name or acronym"),
}
TOLD_BY: Final = {
    "self": lazy("said by the organisation"),
    "officer": lazy("entered by an officer"),
}
FIELDS: Final = {
    "name": lazy("Name"),
    "acronym": lazy("Acronym"),
    "also": lazy("Name in another script or language"),
    "type": lazy("Kind"),
    "country": lazy("Country of the seat"),
    "theme": lazy("Main theme"),
    "site": lazy("Website"),
    "mission": lazy("What it does"),
}
