"""The timeline of a submission, for its source: the rest is the work of others."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from portal.web.i18n.texts import lazy
from portal.web.timeline import Fact, Kind, Row, Step, Timeline, by_time, everybody, shown

_TITLES = {
    "received": lazy("Received"),
    "triaged": lazy("Passed to the mandates"),
    "asked": lazy("A question was asked"),
    "answered": lazy("Your answer was received"),
    "consent-withdrawn": lazy("Consent was withdrawn"),
    "consent-granted": lazy("Consent was given again"),
    "not-actioned": lazy("Not taken further"),
    "referred": lazy("Passed on to another procedure"),
    "reopened": lazy("Taken up again"),
    "informed": lazy("A communication was sent"),
    "published": lazy("The letter was published"),
    "replied": lazy("A reply was received"),
    "ended": lazy("The case was closed"),
    "erased": lazy("Erased on request"),
}
KINDS: Mapping[str, Kind[None]] = MappingProxyType(
    {kind: Kind(said, everybody) for kind, said in _TITLES.items()}
)


def steps_for_the_source(rows: Iterable[Row]) -> list[Step]:
    """Return the steps, oldest first. Nobody is named."""
    return shown(rows, KINDS, None, order=by_time, newest_first=False)


def timeline(steps: list[Step], received_at: datetime) -> Timeline:
    """Return the steps, or that it was received while it is on its way to the desk."""
    received = Fact("received", received_at)
    return Timeline(steps or steps_for_the_source([received]))
