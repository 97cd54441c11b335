"""The words of the training register, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.homes.trainings.queries import Training
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.presentation import day
from shared.reference import REGIONS

KINDS: Final[Mapping[str, str]] = {
    "workshop": lazy_pgettext("training", "Workshop"),
    "seminar": lazy_pgettext("training", "Seminar"),
    "induction": lazy_pgettext("training", "Induction"),
    "course": lazy_pgettext("training", "Course"),
}
AUDIENCES: Final[Mapping[str, str]] = {
    "unct": lazy("United Nations country teams"),
    "governments": lazy("Governments"),
    "nhri": lazy("National human rights institutions"),
    "ngo": lazy("Non-governmental organisations"),
    "holders": lazy("Mandate-holders"),
    "staff": lazy_pgettext("readers", "Staff"),
    "other": lazy_pgettext("training", "Others"),
}
MODES: Final[Mapping[str, str]] = {
    "place": lazy_pgettext("training", "At a place"),
    "online": lazy_pgettext("training", "Online"),
    "both": lazy_pgettext("training", "At a place and online"),
}
STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "planned": (lazy_pgettext("training", "Planned"), "active"),
    "cancelled": (lazy_pgettext("training", "Cancelled"), "neutral"),
    "held": (lazy_pgettext("training", "Held"), "done"),
}
CANCELLED: Final[Mapping[str, str]] = {
    "security": lazy_pgettext("training", "Security"),
    "host": lazy_pgettext("training", "The host cannot receive it"),
    "few": lazy_pgettext("training", "Too few people can come"),
    "trainers": lazy_pgettext("training", "The trainers cannot come"),
    "other": lazy("Another reason"),
}
PARTICIPANTS: Final[Mapping[str, str]] = {
    "unct": lazy("People of the United Nations"),
    "government": lazy("People of Governments"),
    "nhri": lazy("People of national human rights institutions"),
    "ngo": lazy("People of non-governmental organisations"),
    "academia": lazy("People of universities"),
    "other": lazy("Other people"),
}
ANSWERS: Final[Mapping[str, str]] = {
    "useful": lazy_pgettext("training", "Useful"),
    "partly": lazy_pgettext("training", "Useful in part"),
    "not": lazy_pgettext("training", "Not useful"),
}
FINDINGS: Final[Mapping[str, str]] = {
    "content": lazy_pgettext("finding", "What is taught"),
    "method": lazy_pgettext("finding", "How it is taught"),
    "materials": lazy_pgettext("finding", "Materials"),
    "audience": lazy_pgettext("finding", "For whom it is"),
    "organisation": lazy_pgettext("finding", "How it is organised"),
    "other": lazy_pgettext("finding", "Something else"),
}
FOUND: Final[Mapping[str, tuple[str, str]]] = {
    "open": (lazy_pgettext("finding", "Nobody follows it up"), "waiting"),
    "followed": (lazy_pgettext("finding", "Followed up"), "active"),
    "done": (lazy_pgettext("finding", "Done"), "done"),
}
OUTCOMES: Final[Mapping[str | None, tuple[str, str]]] = {
    None: (lazy_pgettext("follow-up item", "Open"), "waiting"),
    "done": (lazy_pgettext("follow-up item", "Done"), "done"),
    "dropped": (lazy_pgettext("follow-up item", "Dropped"), "neutral"),
}
STEPS: Final[Mapping[str, str]] = {
    "planned": lazy_pgettext("training", "Planned"),
    "changed": lazy_pgettext("training", "Changed"),
    "cancelled": lazy_pgettext("training", "Cancelled"),
    "reinstated": lazy_pgettext("training", "Planned again"),
    "held": lazy_pgettext("training", "Recorded as held"),
    "taken-back": lazy_pgettext("training", "Record taken back"),
    "evaluated": lazy_pgettext("training", "Evaluated"),
    "trainers": lazy_pgettext("training", "Trainers with an account named"),
    "found": lazy_pgettext("training", "Finding recorded"),
    "struck": lazy_pgettext("training", "Finding struck"),
    "opened": lazy_pgettext("training", "Follow-up item opened"),
    "moved": lazy_pgettext("training", "Follow-up item changed"),
    "closed": lazy_pgettext("training", "Follow-up item closed"),
    "reopened": lazy_pgettext("training", "Follow-up item opened again"),
}
OF_ITEMS: Final = frozenset(
    {"trainers", "found", "struck", "opened", "moved", "closed", "reopened"}
)


def called(one: Training) -> str:
    """Return what an event is called: what it is, for whom, and of which State."""
    kind, audience = str(KINDS[one.kind]), str(AUDIENCES[one.audience])
    if one.state is None:
        return gettext("%(kind)s: %(audience)s", kind=kind, audience=audience)
    return gettext(
        "%(kind)s: %(audience)s, %(state)s",
        kind=kind,
        audience=audience,
        state=names.recipient(one.state),
    )


def days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return gettext("%(first)s to %(last)s", first=day(first), last=day(last))


def regions() -> dict[str, str]:
    """Return the regional groups, and what is of none."""
    from_no_state = gettext("Of no State, or of several")
    return {**{code: names.word(text) for code, text in REGIONS.items()}, "": from_no_state}


def numbers(of: Mapping[str, int], kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was counted, with what it counts, in the order of the kinds."""
    return [(str(kinds[kind]), number(of[kind])) for kind in kinds if of.get(kind)]
