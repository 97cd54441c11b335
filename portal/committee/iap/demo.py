"""The invented procedures of a demonstration: one of a Government, and one of a holder, told."""

from datetime import timedelta

from portal.committee.iap.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_iap_commands import (
    CategoriseIap,
    ConsiderIap,
    InviteHolderToComment,
    RecordIapOutcome,
    RequestIap,
    TellIapOutcome,
)
from shared.core.message import Sealed, derive_id

_COMMITTEE = "committee"


def tell() -> None:
    own = _asked("own", "holder", "How many weeks before a visit is it announced? (invented)", 80)
    _ask(CategoriseIap(iap_id=own, step=1, category="holder_asks"), _COMMITTEE, own, ago=70)
    _ask(ConsiderIap(iap_id=own, step=2), _COMMITTEE, own, ago=60)
    outcome = _text(own, "Six weeks are usual. (invented)")
    _ask(RecordIapOutcome(iap_id=own, step=3, outcome=outcome), _COMMITTEE, own, ago=58)
    _ask(TellIapOutcome(iap_id=own, step=4, told=outcome), _COMMITTEE, own, ago=57)
    of_state = _asked("state", "government", "Statements come before letters. (invented)", 55)
    _ask(CategoriseIap(iap_id=of_state, step=1, category="referred"), _COMMITTEE, of_state, ago=50)
    points = _text(of_state, "When do you issue a statement before a letter? (invented)")
    invite = InviteHolderToComment(
        iap_id=of_state, step=2, points=points, holders=(invented("holder").actor_id,)
    )
    _ask(invite, _COMMITTEE, of_state, ago=48)


def _asked(step: str, by: str, papers: str, ago: int) -> str:
    iap_id = str(derive_id("demo internal advisory procedure", step))
    _ask(RequestIap(iap_id=iap_id, mandate=TORTURE, papers=_text(iap_id, papers)), by, iap_id, ago)
    return iap_id


def _text(iap_id: str, text: str) -> Sealed:
    return seal(subject_of(iap_id), text)


def _ask(command: Command, by: str, iap_id: str, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, by, str(case_of(iap_id)), f"iap {iap_id}", type(command).__name__, at=at)
