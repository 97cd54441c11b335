"""The invented requests of a demonstration: one that waits, and one with advice and a dissent."""

from datetime import timedelta

from portal.committee.committee_advice.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_committee_advice_commands import (
    GiveCommitteeAdvice,
    RecordCommitteeDissent,
    RequestCommitteeAdvice,
)
from shared.core.message import derive_id

_COMMITTEE = "committee"


def tell() -> None:
    given = _asked("given", "chief", "May two mandates hold one press conference? (invented)", 70)
    advice = "Yes, where both say beforehand who speaks for what. (invented)"
    _ask(
        GiveCommitteeAdvice(request_id=given, version=0, advice=seal(subject_of(given), advice)),
        *(_COMMITTEE, given, "given"),
        ago=50,
    )
    dissent = seal(subject_of(given), "Each mandate speaks for itself. (invented)")
    _ask(
        RecordCommitteeDissent(request_id=given, version=1, dissent=dissent),
        *(_COMMITTEE, given, "dissent"),
        ago=49,
    )
    _asked("waiting", "desk", "How long may a joint letter wait for a third mandate? (invented)", 6)


def _asked(step: str, by: str, question: str, ago: int) -> str:
    request_id = str(derive_id("demo committee advice", step))
    command = RequestCommitteeAdvice(
        request_id=request_id, question=seal(subject_of(request_id), question)
    )
    _ask(command, by, request_id, "asked", ago=ago)
    return request_id


def _ask(command: Command, by: str, request_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, by, str(case_of(request_id)), f"committee advice {request_id}", step, at=at)
