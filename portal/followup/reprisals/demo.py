"""The invented reprisal cases of a demonstration: one with consent, and one just reported."""

from datetime import timedelta

from portal.followup.reprisals.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.followup_reprisal_commands import (
    Command,
    ContactReprisalVictim,
    NameReprisalGroup,
    RecordReprisalConsent,
    ReportReprisal,
    ScreenReprisal,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id

_FOCAL, _OFFICER = "reprisals", "officer"


def tell() -> None:
    one = _reported("followed", "NPL", "threat", 12)
    holders, officers = (invented("holder").actor_id,), (invented(_OFFICER).actor_id,)
    group = NameReprisalGroup(case_id=one, step=1, holders=holders, officers=officers)
    _ask(group, _FOCAL, one, ago=12)
    contacted = ContactReprisalVictim(case_id=one, step=2, channel="return_channel")
    _ask(contacted, _OFFICER, one, ago=11)
    look = day_of(now()) + timedelta(days=14)
    screened = ScreenReprisal(
        case_id=one,
        step=3,
        in_scope=True,
        cooperation=_text(one, "Spoke at a side event. (invented)"),
        next_look_on=look,
    )
    _ask(screened, _FOCAL, one, ago=11)
    consent = RecordReprisalConsent(
        case_id=one,
        step=4,
        consent="letter",
        answer="yes",
        given_by="victim",
        informed=True,
        note=None,
    )
    _ask(consent, _OFFICER, one, ago=10)
    _reported("new", "URY", "surveillance", 0)


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
