"""The stage of a selection, in words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Row

from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_review import Rules
from shared.core.geneva import day_of


class Stage(Enum):
    """The word that people read, and the colour beside it (see the ``status`` macro)."""

    DECLARED = (lazy("Declared"), "neutral")
    ANNOUNCED = (lazy("Call announced"), "neutral")
    OPEN = (lazy("Call open"), "active")
    CALLED = (lazy("Call closed"), "waiting")
    REVIEW = (lazy("Under review"), "active")
    REVIEWED = (lazy("Review closed"), "waiting")
    ADOPTED = (lazy("Short list adopted"), "done")
    RETURNED = (lazy("Returned to the panel"), "active")
    REPORTED = (lazy("Before the President"), "waiting")
    PROPOSED = (lazy("Candidate proposed"), "waiting")
    DEFERRED = (lazy("Appointment deferred"), "waiting")
    APPOINTED = (lazy("Mandate-holder appointed"), "done")
    LAPSED = (lazy("Vacancy lapsed"), "stopped")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]


_INSIDE = frozenset({Stage.REVIEW, Stage.REVIEWED, Stage.ADOPTED, Stage.RETURNED})
"""Of the panel's own work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """``closes_at`` is None until the call is issued; the others until that has happened.

    ``opens_at``: None of a call that opened when it was issued.

    ``call_reason``: why the call was extended or issued again, the last time. ``report``: the
    number of the one on the list that stands; ``fallen_report``: of the last that fell with a
    list which was reopened. ``proposed_at``: None while the Council has none.
    ``members``: how many took part when the review was closed, ``missing`` those of them whose
    preferences were not in.
    """

    vacancy_id: str
    mandate: str
    seat_region: str | None
    declared_at: datetime
    closes_at: datetime | None
    panel_at: datetime | None
    review_closed_at: datetime | None
    missing_scores: int | None
    shortlist_at: datetime | None
    round: int | None = None
    call_reason: str | None = None
    lapsed_at: datetime | None = None
    lapse_reason: str | None = None
    members: int | None = None
    missing: tuple[str, ...] = ()
    close_reason: str | None = None
    reminded_at: datetime | None = None
    rules: Rules | None = None
    session: int | None = None
    session_on: date | None = None
    report_by: date | None = None
    report: int | None = None
    reported_at: datetime | None = None
    published_at: datetime | None = None
    briefed_on: date | None = None
    proposed_at: datetime | None = None
    deferred_on: date | None = None
    new_list_by: date | None = None
    used_up_at: datetime | None = None
    reopened_at: datetime | None = None
    fallen_report: int | None = None
    appointed_id: str | None = None
    appointed_on: date | None = None
    round_at: datetime | None = None
    opens_at: datetime | None = None
    files_held: str | None = None
    files_ended_at: datetime | None = None

    @property
    def ended_on(self) -> date | None:
        """Return the day from which it counts how long its files are kept."""
        return day_of(self.lapsed_at) if self.lapsed_at else self.appointed_on

    @property
    def ended(self) -> bool:
        return self.lapsed_at is not None or self.appointed_on is not None

    @property
    def awaits_report(self) -> bool:
        """Whether the panel owes a report, and has a day for it.

        The day before a list was used up was that of its own report, which came.
        """
        by = self.new_list_by or self.report_by
        if by is None or self.reported_at is not None or self.ended:
            return False
        return self.used_up_at is None or by > day_of(self.used_up_at)

    @property
    def ranks(self) -> bool:
        """Whether the members rank the candidates, and do not score each."""
        return self.rules is not None and self.rules.method == "rank5"

    def call_over(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at

    def call_open(self, at: datetime) -> bool:
        begun = self.opens_at is None or at >= self.opens_at
        return self.closes_at is not None and begun and at < self.closes_at and not self.lapsed_at

    def call_to_come(self, at: datetime) -> bool:
        """Whether the call is issued, and opens on a later day."""
        return self.opens_at is not None and at < self.opens_at and not self.lapsed_at

    def stage(self, at: datetime) -> Stage:
        if self.lapsed_at:
            return Stage.LAPSED
        if self.shortlist_at:
            return self._decided()
        if self.new_list_by:
            return Stage.RETURNED
        if self.review_closed_at:
            return Stage.REVIEWED
        if self.call_over(at):
            return Stage.REVIEW if self.panel_at else Stage.CALLED
        if self.call_to_come(at):
            return Stage.ANNOUNCED
        return Stage.OPEN if self.closes_at else Stage.DECLARED

    def _decided(self) -> Stage:
        """Return how far a short list has come."""
        if self.appointed_on:
            return Stage.APPOINTED
        if self.deferred_on:
            return Stage.DEFERRED
        if self.proposed_at:
            return Stage.PROPOSED
        return Stage.REPORTED if self.reported_at else Stage.ADOPTED

    def public_stage(self, at: datetime) -> Stage:
        """The stage for everybody: nothing about the panel's work until its report is public."""
        stage = self.stage(at)
        inside = stage in _INSIDE or (stage is Stage.REPORTED and self.published_at is None)
        return Stage.CALLED if inside else stage


def for_member(row: Row[Any]) -> Vacancy:
    """Read it without what the chair alone knows: that somebody is late, and was reminded."""
    return replace(vacancy(row), reminded_at=None)


def vacancy(row: Row[Any]) -> Vacancy:
    """Read a vacancy from a row that has all columns of its table."""
    return Vacancy(
        vacancy_id=row.vacancy_id,
        mandate=row.mandate,
        seat_region=row.seat_region,
        declared_at=row.declared_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        panel_at=row.panel_at,
        review_closed_at=row.review_closed_at,
        missing_scores=row.missing_scores,
        shortlist_at=row.shortlist_at,
        round=row.round,
        call_reason=row.call_reason,
        lapsed_at=row.lapsed_at,
        lapse_reason=row.lapse_reason,
        session=row.session,
        session_on=row.session_on,
        report_by=row.report_by,
        report=row.report,
        reported_at=row.reported_at,
        published_at=row.published_at,
        briefed_on=row.briefed_on,
        proposed_at=row.proposed_at,
        deferred_on=row.deferred_on,
        new_list_by=row.new_list_by,
        used_up_at=row.used_up_at,
        reopened_at=row.reopened_at,
        fallen_report=row.fallen_report,
        appointed_id=row.appointed_id,
        files_held=row.files_held,
        files_ended_at=row.files_ended_at,
        appointed_on=row.appointed_on,
        round_at=row.round_at,
        members=row.members,
        missing=tuple(row.missing or ()),
        close_reason=row.close_reason,
        reminded_at=row.reminded_at,
        rules=Rules(**{**row.rules, "scale": tuple(row.rules["scale"])}) if row.rules else None,
    )
