"""The words of the planning board, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.committee.plans.dated import Dated
from portal.committee.plans.queries import Plan
from portal.web.i18n import formats, names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from portal.web.presentation import day
from shared.reference.plans import APART, between

APART_VISITS: Final = APART[frozenset({"visit"})]
APART_LETTERS: Final = APART[frozenset({"letter"})]

KINDS: Final[Mapping[str, str]] = {
    "visit": lazy_pgettext("plan", "Visit"),
    "letter": lazy_pgettext("plan", "Letter"),
}
STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "planned": (lazy_pgettext("plan", "Planned"), "waiting"),
    "confirmed": (lazy_pgettext("plan", "Confirmed"), "done"),
    "dropped": (lazy_pgettext("plan", "Dropped"), "neutral"),
}
STEPS: Final = {
    "planned": lazy_pgettext("plan", "Planned"),
    "moved": lazy_pgettext("plan", "Moved"),
    "clashed": lazy("Clash flagged"),
    "confirmed": lazy_pgettext("plan", "Confirmed"),
    "dropped": lazy_pgettext("plan", "Dropped"),
    "kept": lazy_pgettext("plan", "Kept from the desk of the State"),
    "shared": lazy_pgettext("plan", "Shared with the United Nations partners of the State"),
    "unshared": lazy_pgettext("plan", "Shared no more"),
}
DROPPED: Final = {
    "state": lazy("The State did not agree"),
    "clash": lazy("Another mandate goes"),
    "later": lazy("It is put off"),
    "other": lazy("Another reason"),
}


def period(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return gettext("%(first)s to %(last)s", first=day(first), last=day(last))


def apart(one: tuple[date, date], other: tuple[date, date]) -> str:
    """Say how near two plans are."""
    days = between(one, other)
    if not days:
        return gettext("no day between them")
    shown = formats.number(days)
    return ngettext("%(days)s day between them", "%(days)s days between them", days, days=shown)


def other(one: tuple[date, date], each: Plan | Dated) -> str:
    """Say in one line what a plan or a visit clashes with, and why."""
    some = each.mandates if isinstance(each, Dated) else (each.mandate,)
    return gettext(
        "%(kind)s: %(mandate)s, %(period)s (%(apart)s)",
        kind=KINDS[each.kind],
        mandate=formats.listed(map(names.mandate, some)),
        period=period(*each.period),
        apart=apart(one, each.period),
    )
