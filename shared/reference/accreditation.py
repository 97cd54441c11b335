"""Accreditation: what ECOSOC and GANHRI decide about an organisation, and what is in force.

Section B of selection-stakeholders-committee.md: the two lifecycles of B.3, SB2 to SB5 and SB13 of
B.4. The grade in force on the day of an act decides; a grade is a right in meetings and never a
condition to submit, be registered or get notices (SB1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

ECOSOC, GANHRI = "ecosoc", "ganhri"
GRADES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {ECOSOC: frozenset({"general", "special", "roster"}), GANHRI: frozenset({"A", "B"})}
)
_OPEN: Final = frozenset({"applied", "closed", "merger_notified"})
"""What gives no grade: those that a merger made inherit none until ECOSOC acknowledges it."""
_NOTED: Final = frozenset({"quadrennial_due", "special_review", "recommended_b", "challenged"})
"""What leaves the grade as it is."""
STATUSES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ECOSOC: (
            *("applied", "deferred", "general", "special", "roster", "quadrennial_due"),
            *("suspended", "reinstated", "withdrawn", "closed", "merger_notified"),
        ),
        GANHRI: (
            *("applied", "deferred", "A", "B", "special_review", "recommended_b"),
            *("challenged", "suspended", "reinstated", "withdrawn"),
        ),
    }
)
TO_CHECK: Final = timedelta(days=5)
"""B.8: so long a status that the organisation claims itself may wait to be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A decision, as its paper has it. ``effective``: the first day on which it holds.

    ``until``: the last day of a suspension or a deferral. ``corrects``: the id of the record that
    this one stands for.
    """

    record_id: str
    scheme: str
    status: str
    body: str
    decided: date
    effective: date
    document: str
    next_review: date | None = None
    until: date | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """``grade``: the one that counts; None: no grade in force. ``held``: one that is suspended.

    ``standing``: why, as a code: ``in_force``, ``lapsed``, ``none``, or the status that says it.
    """

    scheme: str
    grade: str | None = None
    standing: str = "none"
    since: date | None = None
    until: date | None = None
    next_review: date | None = None
    held: str | None = None


def in_force(records: Iterable[Record], scheme: str, on: date) -> InForce:
    """Return what is in force on this day, whatever came after it."""
    found = InForce(scheme=scheme)
    for one in sorted(_of(records, scheme, on), key=lambda record: (*_days(record),)):
        found = _after(found, one)
    end = found.until
    if found.grade and found.standing == "deferred" and end and on > end:
        return InForce(scheme=scheme, standing="lapsed", since=end + timedelta(days=1))
    return found


def wrong(record: Record, *, today: date) -> Iterator[tuple[str, str]]:
    """Yield each field that makes no sense, with a code for why."""
    if record.status not in STATUSES.get(record.scheme, ()):
        yield "status", "unknown"
    if record.decided > today:
        yield "decided", "future"
    if record.effective < record.decided:
        yield "effective", "before_decision"
    if not record.document:
        yield "document", "missing"
    if record.next_review and record.next_review <= record.effective:
        yield "next_review", "too_early"
    if record.until and record.until <= record.effective:
        yield "until", "too_early"
    if record.status == "suspended" and record.until is None:
        yield "until", "missing"


def _of(records: Iterable[Record], scheme: str, on: date) -> Iterator[Record]:
    """Leave out what was corrected, and what does not hold yet."""
    every = [one for one in records if one.scheme == scheme]
    corrected = {one.corrects for one in every}
    for one in every:
        if one.record_id not in corrected and one.effective <= on:
            yield one


def _days(record: Record) -> tuple[date, date, str]:
    return record.effective, record.decided, record.record_id


def _after(before: InForce, record: Record) -> InForce:
    status, since = record.status, record.effective
    if status in GRADES[record.scheme]:
        return InForce(
            scheme=record.scheme,
            grade=status,
            standing="in_force",
            since=since,
            next_review=record.next_review,
        )
    if status == "withdrawn":
        return InForce(scheme=record.scheme, standing=status, since=since)
    if status == "suspended":
        held = before.grade or before.held
        return replace(
            before, grade=None, held=held, standing=status, since=since, until=record.until
        )
    if status == "reinstated" and before.held:
        again = replace(before, grade=before.held, held=None, standing="in_force", since=since)
        return replace(again, until=None, next_review=record.next_review or before.next_review)
    if status == "deferred":
        return _deferred(before, record)
    said = status in _NOTED if before.grade else status in _OPEN and not before.held
    return replace(before, standing=status, since=since, until=None) if said else before


def _deferred(before: InForce, record: Record) -> InForce:
    """A deferral is no decision on the grade: GANHRI's holds it up to its end, and no longer.

    ECOSOC defers what was asked for, which is never the status that an organisation has.
    """
    if before.held or (before.grade and record.scheme == ECOSOC):
        return before
    until = record.until or (before.next_review if before.grade else None)
    return replace(before, standing="deferred", since=record.effective, until=until)
