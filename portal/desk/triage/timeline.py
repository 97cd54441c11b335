"""The timeline of a submission, for the desk and the mandates: whoever has its page sees it."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TypeAlias

from portal.desk.triage.forms import LINKS
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.timeline import Kind, Row, everybody
from shared.reference import NOT_ACTIONED, mandate_acronym
from shared.reference.opening import REASONS as OPENINGS
from shared.reference.triage import REFERRALS, TAGS

Names: TypeAlias = Mapping[str, str]
"""Of the people to whom it was assigned."""


def _nothing(_names: Names, _row: Row) -> str:
    return ""


def _the_source(_sight: object, _row: Row) -> str:
    return gettext("the source")


def _shared(_names: Names, row: Row) -> str:
    urgent = row.detail["urgency"] == "urgent"
    mandates = listed(map(mandate_acronym, row.detail["mandates"]))
    if urgent:
        return gettext("Urgent: %(mandates)s", mandates=mandates)
    return gettext("Ordinary: %(mandates)s", mandates=mandates)


def _assigned(names: Names, row: Row) -> str:
    return gettext("To %(name)s", name=names.get(row.detail["assignee"], gettext("a colleague")))


def _erased(_names: Names, row: Row) -> str:
    if row.detail.get("what") == "source":
        return gettext("Who the source is")
    return gettext("What was restricted in it")


def _referred(_names: Names, row: Row) -> str:
    to = row.detail["to"]
    return names.word(REFERRALS[to].name) if to in REFERRALS else str(to)


def _word(words: Mapping[str, str], column: str) -> Callable[[Names, Row], str]:
    return lambda _names, row: names.word(str(words.get(row.detail[column], row.detail[column])))


# A source is never named: an account may be a name.
_BY_THE_SOURCE = {
    "received": lazy("Filed"),
    "answered": lazy("Answered"),
    "developed": lazy("Something new from the source"),
    "consent-withdrawn": lazy("Consent withdrawn"),
    "consent-granted": lazy("Consent given again"),
}
# By the source, or by the desk for it: which of them is not said.
_LEARNT = {
    "victim-added": lazy("A person or group added"),
    "incident-added": lazy("An incident added"),
    "perpetrator-added": lazy("Somebody responsible added"),
}
_BY_STAFF = {
    "triaged": lazy("Shared"),
    "admissible": lazy("Admissible"),
    "asked": lazy("Question asked"),
    "identity-opened": lazy("Identity of the source opened"),
    "erased": lazy("Erased on request"),
    "not-actioned": lazy("Not actioned"),
    "linked": lazy("A communication is drafted"),
    "sent": lazy("A communication was sent"),
    "informed": lazy("Source told that it was sent"),
    "assigned": lazy("Assigned"),
    "unassigned": lazy("Given back"),
    "tagged": lazy("Tag put on"),
    "untagged": lazy("Tag taken off"),
    "noted": lazy("Note added"),
    "referred": lazy("Referred"),
    "passed": lazy("Passed to another mandate too"),
    "reopened": lazy("Reopened"),
    "joined": lazy("Compared with another"),
    "parted": lazy("Link undone"),
}
_DETAILS: Mapping[str, Callable[[Names, Row], str]] = MappingProxyType(
    {
        "triaged": _shared,
        "identity-opened": _word(OPENINGS, "reason"),
        "erased": _erased,
        "not-actioned": _word(NOT_ACTIONED, "reason"),
        "assigned": _assigned,
        "tagged": _word(TAGS, "tag"),
        "untagged": _word(TAGS, "tag"),
        "referred": _referred,
        "passed": lambda _names, row: mandate_acronym(row.detail["mandate"]),
        "joined": _word(LINKS, "kind"),
    }
)
KINDS: Mapping[str, Kind[Names]] = MappingProxyType(
    {
        **{kind: Kind(said, everybody, by=_the_source) for kind, said in _BY_THE_SOURCE.items()},
        **{kind: Kind(said, everybody) for kind, said in _LEARNT.items()},
        **{
            kind: Kind(said, everybody, everybody, detail=_DETAILS.get(kind, _nothing))
            for kind, said in _BY_STAFF.items()
        },
    }
)


def facts(decided: Iterable[Row], worked: Iterable[Row]) -> list[Row]:
    """Unite the tables. A withdrawal is told again for each letter drafted later: it is one."""
    first: dict[object, Row] = {}
    for row in sorted(decided, key=attrgetter("position")):
        withdrawn = row.kind == "consent-withdrawn"
        first.setdefault((row.kind, row.at) if withdrawn else row.position, row)
    return [*first.values(), *worked]
