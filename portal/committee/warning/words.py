"""The words of early warning, in the reader's language."""

from collections.abc import Mapping
from math import ceil
from typing import Final

from portal.committee.warning.queries import Alert
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from shared.contracts.stakeholders_alerts import Level, Series
from shared.reference.early_warning import WINDOW, most_of

SERIES: Final[Mapping[Series, str]] = {
    "letters": lazy_pgettext("early warning", "letters"),
    "urgent": lazy_pgettext("early warning", "urgent appeals"),
    "submissions": lazy_pgettext("early warning", "submissions"),
}
TITLES: Final[Mapping[Series, str]] = {
    "letters": lazy("Rule on letters"),
    "urgent": lazy("Rule on urgent appeals"),
    "submissions": lazy("Rule on submissions"),
}
LEVELS: Final[Mapping[Level, tuple[str, str]]] = {
    "notice": (lazy_pgettext("early warning", "Notice"), "neutral"),
    "alert": (lazy_pgettext("early warning", "Alert"), "waiting"),
    "urgent": (lazy_pgettext("early warning", "Urgent"), "late"),
}
STAGES: Final = {
    "raised": (lazy_pgettext("early warning", "Nobody has it"), "waiting"),
    "acknowledged": (lazy_pgettext("early warning", "Taken"), "active"),
    "referred": (lazy_pgettext("early warning", "Referred"), "active"),
    "watched": (lazy_pgettext("early warning", "Watched"), "active"),
    "dismissed": (lazy_pgettext("early warning", "Dismissed"), "neutral"),
    "closed": (lazy_pgettext("early warning", "Closed"), "done"),
}
STEPS: Final = {
    "raised": lazy_pgettext("early warning", "Raised"),
    "rose": lazy_pgettext("early warning", "Rose, and waits anew"),
    "acknowledged": lazy_pgettext("early warning", "Taken"),
    "referred": lazy_pgettext("early warning", "Referred"),
    "watched": lazy_pgettext("early warning", "Watched"),
    "dismissed": lazy_pgettext("early warning", "Dismissed"),
    "closed": lazy_pgettext("early warning", "Closed"),
    "taken-back": lazy_pgettext("early warning", "Step taken back"),
}
_TO: Final = {
    "mandates": lazy("To the mandates concerned"),
    "desk": lazy("To the desk of the State"),
    "meeting": lazy("To the next meeting of the Committee"),
    "chief": lazy("To the Chief of the Special Procedures Branch"),
}
_WHY: Final = {
    "campaign": lazy("One campaign explains it"),
    "known": lazy("It is known, and somebody acts on it"),
    "records": lazy("The records are wrong"),
    "chance": lazy("Nothing stands behind it"),
}
CODES: Final = {**_TO, **_WHY}
OUTCOMES: Final = {
    **{f"referred:{code}": lazy("Refer it: %(to)s", to=words) for code, words in _TO.items()},
    "watched": lazy("Watch it"),
    **{f"dismissed:{code}": lazy("Dismiss it: %(why)s", why=words) for code, words in _WHY.items()},
}
PINS: Final = {
    "crisis": lazy("A crisis makes the usual too high"),
    "records": lazy("The records of that time are wrong"),
}
LEAST: Final = {
    "alert": lazy("Alerts: less likely than 1 in 1,000"),
    "notice": lazy("Notices too: less likely than 1 in 100"),
}


def sentence(one: Alert) -> str:
    """Return what an alert says: section D.6, in bands."""
    if one.usual is None:
        return gettext(
            "%(state)s, %(series)s: more than usual in %(days)s days (now %(now)s).",
            state=names.recipient(one.state),
            series=str(SERIES[one.rule]),
            days=number(WINDOW),
            now=band(one.now),
        )
    return gettext(
        "%(state)s, %(series)s: more than usual in %(days)s days (usual %(usual)s, now %(now)s).",
        state=names.recipient(one.state),
        series=str(SERIES[one.rule]),
        days=number(WINDOW),
        usual=band(one.usual),
        now=band(one.now),
    )


def band(least: int) -> str:
    """Return a band by its least number; 0 is the one below the first."""
    most = most_of(least)
    if most is None:
        return gettext("%(least)s or more", least=number(least))
    return gettext("%(least)s to %(most)s", least=number(least), most=number(most))


def until_taken(hours: float) -> str:
    """Return how long half of the alerts waited at most for somebody who took them."""
    whole = ceil(hours)
    if whole <= 1:
        return gettext("Half of them within the first hour")
    return ngettext(
        "Half of them within %(number)s hour",
        "Half of them within %(number)s hours",
        whole,
        number=number(whole),
    )
