"""The words of the register, in the reader's language."""

from typing import Final

from portal.stakeholders.organisations import profile
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
    "merged": (lazy("Merged into another entry"), "neutral"),
    "dissolved": (lazy_pgettext("organisation", "Dissolved"), "neutral"),
}
VISIBILITIES: Final = {
    "public": (lazy("Everybody sees it"), "active"),
    "partners": (lazy("Partners see it"), "active"),
    "closed": (lazy("Hidden"), "done"),
    "sealed": (lazy_pgettext("of an organisation", "Sealed"), "done"),
}
"""shared.contracts.stakeholders_organisations.Visibility as people read it."""
LEVELS: Final = {
    "public": lazy("Everybody"),
    "partners": lazy("Partners"),
    "closed": lazy("Hidden"),
    "sealed": lazy_pgettext("of an organisation", "Sealed"),
}
READ_BY: Final = {
    "public": lazy("Everybody reads the entry, Governments too."),
    "partners": lazy(
        "Officers of the Special Procedures, mandate-holders, the Coordination Committee and "
        "selection officers read it; desk officers, national institutions and United Nations "
        "partners where it is of their State. The public, Governments and other organisations do "
        "not find it."
    ),
    "closed": lazy(
        "You and the stakeholder officers find it, and mandates that logged a contact with you."
    ),
    "sealed": lazy(
        "You and the stakeholder officers alone find it. Mandates that logged a contact with you "
        "read nothing of it any more."
    ),
}
"""Who reads an entry, for its own people."""
ASK_FOR: Final = {
    "public": lazy("Ask for it to be seen by everybody"),
    "partners": lazy("Ask for it to be seen by partners"),
    "closed": lazy("Ask for it to be hidden, and no longer sealed"),
}
SHOW_TO: Final = {
    "public": lazy("Show our organisation to everybody?"),
    "partners": lazy("Show our organisation to partners?"),
    "closed": lazy("Let our organisation be hidden, and no longer sealed?"),
}
SHOWN_TO: Final = {
    "public": lazy("Everybody can find your organisation now."),
    "partners": lazy("Partners can find your organisation now."),
    "closed": lazy("Your organisation is hidden, and no longer sealed."),
}
HIDE: Final = {
    "partners": lazy("Show us to partners only"),
    "closed": lazy("Hide us now"),
    "sealed": lazy("Seal us now"),
}
HIDDEN: Final = {
    "partners": lazy("At the most partners find your organisation now."),
    "closed": lazy("Your organisation is hidden. Nobody finds it any more."),
    "sealed": lazy("Your organisation is sealed. You and the stakeholder officers alone find it."),
}
SUSPICIONS: Final = {
    "takeover": lazy("Somebody else may have taken over the account"),
    "coercion": lazy("The person may be forced"),
    "disputed": lazy("Two claim to speak for the organisation"),
}
"""shared.contracts.stakeholders_focal_points.Suspicion as people read it."""
STEPS: Final = {
    "proposed": (lazy("Waits for the person to accept"), "waiting"),
    "accepted": (lazy("Waits for an officer to designate"), "waiting"),
}
REFUSALS: Final = {
    "duplicate": lazy("It is in the register already"),
    "impersonation": lazy("Somebody else applied in its name"),
    "no_contact": lazy("Nobody answers at its address"),
}
"""shared.reference.organisations.REFUSALS as people read them."""
NAME_REFUSALS: Final = {
    "duplicate": lazy("Another organisation is called so"),
    "impersonation": lazy("It is the name of somebody else"),
    "no_proof": lazy("No proof of the new name came"),
}
"""shared.reference.organisations.NAME_REFUSALS as people read them."""
LIKENESSES: Final = {
    Likeness.EXACT: lazy("Same number or website"),
    Likeness.PROBABLE: lazy("Same name and country"),
    Likeness.SOUNDS: lazy("Probably the same name in other letters, and the same country"),
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
    "countries": lazy("Countries where it works"),
    "scope": lazy("Scope of its work"),
    "themes": lazy("Themes"),
    "languages": lazy("Languages that it works in"),
    "site": lazy("Website"),
    "mission": lazy("What it does"),
    "founded": lazy("Year of its foundation"),
    "address": lazy("Postal address"),
    "phone": lazy("Telephone"),
}
INSIDE: Final = profile.INSIDE
MOST_AFFILIATES: Final = 100
SCOPES: Final = {
    "national": lazy_pgettext("scope of an organisation", "National"),
    "regional": lazy_pgettext("scope of an organisation", "Regional"),
    "international": lazy_pgettext("scope of an organisation", "International"),
}
SCHEMES: Final = {
    "ecosoc": lazy("Consultative status with ECOSOC"),
    "ganhri": lazy("Accreditation by GANHRI"),
}
STATUSES: Final = {
    "general": lazy("General consultative status"),
    "special": lazy("Special consultative status"),
    "roster": lazy("Roster"),
    "A": lazy("A: fully in line with the Paris Principles"),
    "B": lazy("B: partly in line with the Paris Principles"),
    "applied": lazy_pgettext("status of an organisation", "Applied"),
    "deferred": lazy_pgettext("status of an organisation", "Deferred"),
    "quadrennial_due": lazy("Quadrennial report is due"),
    "special_review": lazy("Under special review"),
    "recommended_b": lazy("Recommended for B"),
    "challenged": lazy("The recommendation is challenged"),
    "suspended": lazy_pgettext("status of an organisation", "Suspended"),
    "reinstated": lazy_pgettext("status of an organisation", "Reinstated"),
    "withdrawn": lazy_pgettext("status of an organisation", "Withdrawn"),
    "closed": lazy("Application closed without prejudice"),
    "merger_notified": lazy("Merger notified, not yet acknowledged"),
}
"""shared.reference.accreditation.STATUSES as people read them."""
IN_FORCE: Final = {**STATUSES, "lapsed": lazy("The deferral went past its end")}
WRONG: Final = {
    "unknown": lazy("Choose a status of this list"),
    "future": lazy("Enter a day that is not in the future"),
    "before_decision": lazy("Enter the day of the decision, or a later one"),
    "missing": lazy("Fill this in"),
    "too_early": lazy("Enter a day after the one on which it takes effect"),
}
"""What shared.reference.accreditation.wrong says of a field."""
RECORD: Final = {
    "status": lazy_pgettext("of an organisation", "Status"),
    "body": lazy("Who decided"),
    "decided": lazy("Day of the decision"),
    "effective": lazy("Takes effect on"),
    "document": lazy("Source document"),
    "next_review": lazy("Next review or report"),
    "until": lazy("Suspended or deferred until"),
}
FOUND: Final = {
    "yes": lazy("Yes, and it is recorded"),
    "no": lazy("No, the list does not have it"),
}
"""What an officer found out about a status that an organisation claims."""
