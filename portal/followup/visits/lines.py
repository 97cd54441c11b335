"""The words of a line of a visit file, which everybody reads."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from portal.followup.missions import words as missions
from portal.web.i18n import names
from portal.web.i18n.texts import Lazy, gettext, lazy, lazy_pgettext
from portal.web.presentation import day
from shared.contracts.followup_visits import Status
from shared.reference import visits
from shared.reference.schemes import SCHEMES

STATUSES: Final[Mapping[Status, tuple[str, str]]] = {
    "requested": (lazy_pgettext("visit file", "Requested"), "waiting"),
    "reminded": (lazy_pgettext("visit file", "Reminded"), "waiting"),
    "acknowledged": (lazy_pgettext("visit file", "Acknowledged"), "waiting"),
    "informed": (lazy_pgettext("visit file", "Council told"), "waiting"),
    "invited": (lazy_pgettext("visit file", "Invited"), "active"),
    "accepted": (lazy_pgettext("visit file", "Accepted in principle"), "active"),
    "dates": (lazy_pgettext("visit file", "Dates proposed"), "active"),
    "agreed": (lazy_pgettext("visit file", "Dates agreed"), "done"),
    "postponed": (lazy_pgettext("visit file", "Postponed"), "late"),
    "deemed": (lazy_pgettext("visit file", "Deemed cancelled"), "late"),
    "declined": (lazy_pgettext("visit file", "Declined"), "stopped"),
    "cancelled": (lazy_pgettext("visit file", "Cancelled"), "stopped"),
    "lapsed": (lazy_pgettext("visit file", "Lapsed"), "neutral"),
    "none": (lazy_pgettext("visit file", "Nothing on file"), "neutral"),
}
KINDS: Final = missions.KINDS
OVER: Final = (lazy("Visit over"), "neutral")
_OWN_NOTES: Final = {
    "XKX": (
        lazy("Kosovo"),
        lazy(
            "References to Kosovo shall be understood to be in the context of Security Council "
            "resolution 1244 (1999)."
        ),
    ),
    "FLK": (
        lazy("Falkland Islands (Malvinas)"),
        lazy(
            "A dispute exists between the Governments of Argentina and the United Kingdom of Great "
            "Britain and Northern Ireland concerning sovereignty over the Falkland Islands "
            "(Malvinas)."
        ),
    ),
}


def _named(code: str) -> str:
    return cast("str", Lazy(lambda: names.recipient(code)))


_LISTED: Final = lazy("A Non-Self-Governing Territory on the list of the United Nations.")
TERRITORIES: Final = _OWN_NOTES | {
    code: (_named(code), _LISTED)
    for code, one in visits.TERRITORIES.items()
    if one.note == visits.LISTED
}


def standing(status: Status | None) -> tuple[str, str]:
    """``status``: None where the year of the agreed dates is over."""
    return STATUSES[status] if status else OVER


def days(one: Any) -> str | None:
    """Return the days of a line; None: nobody published them (VR1)."""
    if not one.public_first or not one.public_last:
        return None
    return between(one.public_first, one.public_last)


def kind(one: Any) -> str:
    """Return of which kind the visit of a line with days is."""
    return str(KINDS[one.visit_kind or "official"])


def between(first: date, last: date) -> str:
    return gettext("From %(first)s to %(last)s", first=day(first), last=day(last))


def abroad(state: str) -> str:
    """Say that a file concerns a place in another State, such as a base of the one visited."""
    what = gettext("Also a place abroad")
    return gettext("%(what)s: %(value)s", what=what, value=names.recipient(state))


def cooperation(scheme: str, grade: str) -> tuple[str, str, str]:
    """Return what a grade of a request says, its tone, and the name of its scheme."""
    known = SCHEMES.get(scheme)
    if known is None:
        return grade, "neutral", scheme
    mark = known.marks.get(grade)
    said = names.word(known.values.get(grade, grade))
    return said, mark.tone if mark else "neutral", names.word(known.name)


def state_name(code: str) -> str:
    return names.recipient(code)


def mandate_name(code: str) -> str:
    return names.mandate(code)
