"""The invented reprisal cases of a demonstration: with consent, just reported, and published."""

from datetime import date, timedelta

from portal.followup.reprisal_entries import views as entries
from portal.followup.reprisals.found import case_of, subject_of
from portal.followup.reprisals.publishing import id_of
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.followup_reprisal_commands import (
    AssessReprisalHarm,
    Command,
    ContactReprisalVictim,
    FollowUpReprisal,
    NameReprisalGroup,
    NoteReprisalDocument,
    RecordReprisalConsent,
    ReportReprisal,
    ScreenReprisal,
    SendReprisalForReport,
)
from shared.contracts.followup_reprisal_entry_commands import PublishReprisalEntry
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.reference.reprisals import report_of

_FOCAL, _OFFICER = "reprisals", "officer"


_OUT = (9, 15)
"""Month and day of the invented report of the Secretary-General."""
_SYMBOL = "A/HRC/999/30"
_TOLD = "A defender was called an enemy in the press after a session of the Council. (invented)"


def tell() -> None:
    _screened("followed", "NPL", "threat", "letter", 12)
    _reported("new", "URY", "surveillance", 0)
    _published("KEN", "smear")


def _screened(step: str, state: str, act: str, consent: str, ago: int) -> str:
    """A case with its group, found to be one, and consent to one action."""
    one = _reported(step, state, act, ago)
    holders, officers = (invented("holder").actor_id,), (invented(_OFFICER).actor_id,)
    group = NameReprisalGroup(case_id=one, step=1, holders=holders, officers=officers)
    _ask(group, _FOCAL, one, ago=ago)
    contacted = ContactReprisalVictim(case_id=one, step=2, channel="return_channel")
    _ask(contacted, _OFFICER, one, ago=ago - 1)
    screened = ScreenReprisal(
        case_id=one,
        step=3,
        in_scope=True,
        cooperation=_text(one, "Spoke at a side event. (invented)"),
        next_look_on=_day(ago - 26),
    )
    _ask(screened, _FOCAL, one, ago=ago - 1)
    given = RecordReprisalConsent(
        case_id=one,
        step=4,
        consent=consent,
        answer="yes",
        given_by="victim",
        informed=True,
        note=None,
    )
    _ask(given, _OFFICER, one, ago=ago - 2)
    return one


def _published(state: str, act: str) -> None:
    """What the last report of the Secretary-General has: everybody reads it, by State."""
    today = _day(0)
    year = today.year - (today < date(today.year, *_OUT))
    sent, out = ((today - day).days for day in (report_of(year).closes_on, date(year, *_OUT)))
    one = _screened("published", state, act, "sg_report", sent + 20)
    _assessed(one, 5, sent + 10)
    text = SendReprisalForReport(
        case_id=one,
        step=6,
        year=year,
        part="text",
        words=len(_TOLD.split()),
        text=_text(one, _TOLD),
    )
    _ask(text, _FOCAL, one, ago=sent + 10)
    noted = NoteReprisalDocument(case_id=one, step=7, symbol=_SYMBOL, published_on=_day(out))
    _ask(noted, _FOCAL, one, ago=out)
    look = FollowUpReprisal(
        case_id=one, step=8, condition="better", next_look_on=_day(-60), note=None
    )
    _ask(look, _FOCAL, one, ago=0)
    _assessed(one, 9, 0)
    entry_id = id_of(one, year)
    publish = PublishReprisalEntry(
        entry_id=entry_id,
        case_id=one,
        year=year,
        symbol=_SYMBOL,
        mandates=(TORTURE,),
        text=seal(entries.subject_of(entry_id), _TOLD),
    )
    ask(
        publish, _FOCAL, str(entries.case_of(entry_id)), f"published reprisal {entry_id}", "publish"
    )


def _assessed(case_id: str, step: int, ago: int) -> None:
    assessed = AssessReprisalHarm(
        case_id=case_id,
        step=step,
        consent="sg_report",
        assessed_on=_day(ago),
        assessment=_text(case_id, "Nothing tells who it is. (invented)"),
    )
    step_of = (f"reprisal {case_id}", f"assessed {step}")
    at = now() - timedelta(days=ago)
    ask(assessed, _OFFICER, str(case_of(case_id)), *step_of, at=at)


def _day(ago: int) -> date:
    return day_of(now() - timedelta(days=ago))


def _reported(step: str, state: str, act: str, ago: int) -> str:
    case_id = str(derive_id("demo reprisal case", step))
    report = ReportReprisal(
        case_id=case_id,
        mandate=TORTURE,
        state=state,
        origin="mail",
        link=None,
        relation="cooperated",
        act=act,
        imminent=False,
        account=_text(case_id, "Told by telephone. (invented)"),
    )
    _ask(report, _OFFICER, case_id, ago=ago)
    return case_id


def _text(case_id: str, text: str) -> Sealed:
    return seal(subject_of(case_id), text)


def _ask(command: Command, by: str, case_id: str, ago: int) -> None:
    at = now() - timedelta(days=ago)
    step = (f"reprisal {case_id}", type(command).__name__)
    ask(command, by, str(case_of(case_id)), *step, at=at)
