"""The end of a selection: a vacancy at each stage, from the panel's report to the appointment."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from deploy.local.world.deeds import START
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named, sealed
from shared.contracts.commands import Command
from shared.contracts.stakeholders_appointing_commands import (
    AppointMandateHolder,
    DeferAppointment,
    ProposeCandidate,
    PublishPanelReport,
    Reason,
    RecordBriefing,
    RefuseProposal,
    RequestReconsideration,
    ScheduleSession,
    SubmitPanelReport,
)

ENDS: Final[Mapping[str, str]] = {
    "sr-education": "appointed",
    "sr-food": "deferred",
    "sr-toxics": "not-approved",
    "sr-privacy": "proposed",
    "sr-minorities": "returned",
    "sr-migrants": "reported",
}
"""How far each of these has come; the others end with the short list."""

_SESSIONS: Final = {61: -290, 63: -60, 64: 60, 65: 150}
"""On which day each session of the Council starts."""
_REPORTED = 68
"""How many days after it was declared a vacancy has its report."""
_BEFORE = 30
"""How many days before the session the report is due."""
_TERM = 1_094
"""Days: within three years, whatever day the world is loaded on."""

_WHY = "Long practice in the field. (Invented.)"


def session(declared: int, tale: Tale) -> None:
    """The session that appoints, known when the call goes out."""
    number = _session(declared)
    starts_on = (START + timedelta(days=_SESSIONS[number])).date()
    tale.then(
        HOUR,
        "selection",
        ScheduleSession(
            vacancy_id=tale.case,
            session=number,
            starts_on=starts_on,
            report_by=starts_on - timedelta(days=_BEFORE),
        ),
    )


def _session(declared: int) -> int:
    """Return the first session for which the panel can report. ``declared``: how many days ago."""
    ready = _REPORTED - declared
    return next(one for one, starts in _SESSIONS.items() if ready <= starts - _BEFORE)


def end(  # what differs from one to the next
    mandate: str, declared: int, tale: Tale, listed: Sequence[str], names: Mapping[str, str]
) -> None:
    """From the report on. ``declared``: how many days ago. ``names``: by application."""
    if mandate not in ENDS:
        return
    one, how = tale.case, ENDS[mandate]
    text = "The panel met four times, and heard three candidates. (Invented.)"
    report = SubmitPanelReport(
        vacancy_id=one,
        text=sealed("report", one, text),
        reasons=tuple(
            Reason(candidate_id=who, reason=sealed("candidate", who, _WHY)) for who in listed
        ),
    )
    tale.then(4 * DAY, "chair", report)
    tale.then(2 * HOUR, "selection", PublishPanelReport(vacancy_id=one, report=1))
    if how == "reported":
        return
    tale.wait(3 * DAY)
    tale.then(0, "president", RecordBriefing(vacancy_id=one, briefed_on=tale.at.date()))
    if how == "returned":
        tale.then(DAY, "president", _returned(tale))
        return
    passed = how == "deferred" and len(listed) > 1
    who = listed[1 if passed else 0]
    reasons = sealed("candidate", who, "Balance between regions. (Invented.)") if passed else None
    proposal = ProposeCandidate(vacancy_id=one, candidate_id=who, reasons=reasons)
    tale.then(3 * DAY, "president", proposal)
    if how == "proposed":
        return
    session = _session(declared)
    tale.until((_SESSIONS[session] + 2) * DAY + 10 * HOUR)
    tale.then(0, "selection", _decision(mandate, how, session, tale, who, names[who]))


def _returned(tale: Tale) -> RequestReconsideration:
    return RequestReconsideration(
        vacancy_id=tale.case,
        report=1,
        reason=sealed("report", tale.case, "Nobody knows the region well. (Invented.)"),
        new_list_by=(tale.at + timedelta(days=60)).date(),
    )


def _decision(  # what differs from one to the next
    mandate: str, how: str, session: int, tale: Tale, who: str, name: str
) -> Command:
    one, today = tale.case, tale.at.date()
    if how == "deferred":
        return DeferAppointment(
            vacancy_id=one, candidate_id=who, decided_on=today, reason_code="balance"
        )
    if how == "not-approved":
        return RefuseProposal(vacancy_id=one, candidate_id=who, decided_on=today)
    term, starts_on = named("term", mandate), today + timedelta(days=30)
    return AppointMandateHolder(
        vacancy_id=one,
        candidate_id=who,
        term_id=term,
        holder=sealed("term", term, name),
        decision=f"{session}/101",
        decided_on=today,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=_TERM),
    )
