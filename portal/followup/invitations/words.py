"""The words of the register of standing invitations, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.invitations.queries import Entry, Register
from portal.web.charts import NONE as NO_DAY
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.presentation import day
from shared.reference import REGIONS, mandate_acronym
from shared.reference.invitations import Change, Scope

SCOPES: Final[Mapping[Scope, str]] = {
    "extended": lazy_pgettext("standing invitation", "Extended"),
    "limited": lazy_pgettext("standing invitation", "Limited to some mandates"),
    "withdrawn": lazy_pgettext("standing invitation", "Withdrawn"),
}
NONE: Final = lazy_pgettext("standing invitation", "None on record")
KINDS: Final = {
    "standing-invitation-extended": lazy("Standing invitation extended to every mandate"),
    "standing-invitation-limited": lazy("Standing invitation limited to some mandates"),
    "standing-invitation-withdrawn": lazy("Standing invitation withdrawn"),
    "council-pledge-recorded": lazy("Pledge for an election to the Council"),
}
PLEDGES: Final = {
    "extend": lazy("To extend a standing invitation"),
    "honour": lazy("To honour its standing invitation"),
    "cooperate": lazy("To cooperate with special procedures"),
}


def group(code: str) -> str:
    return names.word(REGIONS[code]) if code in REGIONS else gettext("Observer States")


def scope(stands: Change | None) -> str:
    return str(SCOPES[stands.scope] if stands else NONE)


def told(stands: Change | None) -> list[str]:
    """Return what stands, since when, and for which mandates: a line each."""
    found = [scope(stands)]
    if stands is not None:
        found.append(gettext("Since %(day)s", day=day(stands.dated_on)))
        if stands.mandates:
            found.append(mandates(stands.mandates))
    return found


def mandates(codes: tuple[str, ...]) -> str:
    return listed(mandate_acronym(code) for code in codes)


def for_mandate(register: Register, mandate: str, on: date) -> str:
    """Return what the invitation meant for this mandate at the end of that day."""
    stood = register.on(on)
    if stood is not None and stood.scope == "limited" and not stood.invites(mandate):
        return gettext("Not for this mandate")
    return scope(stood)


def then(register: Register, codes: tuple[str, ...], on: date | None) -> str:
    """Return what it meant for these mandates on a day; what has no day has no answer."""
    if on is None:
        return NO_DAY
    return listed(dict.fromkeys(for_mandate(register, code, on) for code in codes))


def details(one: Entry) -> list[str]:
    """Return what an entry says beside its kind: a line each."""
    told = [day(one.dated_on)]
    if one.mandates:
        told.append(mandates(tuple(one.mandates)))
    if one.pledge:
        told.append(str(PLEDGES[one.pledge]))
    return told
