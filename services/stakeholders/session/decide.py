"""A session of stakeholders and its seats, on one stream, so that nobody overtakes anybody.

Lifecycle and guards: selection-stakeholders-committee.md section B.3, R1 to R8. The rules are in
``running`` (what officers decide), ``seats`` (what people ask for) and ``turns`` (who is next).
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.session import erasing, handing, papers, running, seats
from services.stakeholders.session.commands import Command, PassTime
from services.stakeholders.session.state import Absent, Session, State, evolve
from services.stakeholders.session.turns import after, passed
from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    AddSessionPaper,
    AppealRefusal,
    CancelRegistration,
    ChangeCapacity,
    ChangeSession,
    CloseSession,
    DecideAppeal,
    DeclineOffer,
    EraseRegistration,
    HandOnSeat,
    OpenSession,
    RecordAttendance,
    RefuseSessionRegistration,
    RequestSeat,
    WithdrawSessionPaper,
)
from shared.contracts.stakeholders_sessions import Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    """Let pass what time brought first: no decision rests on an offer that is over."""
    if isinstance(command, OpenSession):
        return running.open_session(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such session.")
    before = passed(command.session_id, state, asked.at)
    return [*before, *_decided(command, asked, after(state, before))]


def _decided(command: Command, asked: Asked, state: Session) -> Sequence[Fact]:
    match command:
        case RequestSeat():
            return seats.request(command, asked, state)
        case AcceptOffer():
            return seats.accept(command, asked, state)
        case DeclineOffer():
            return seats.decline(command, asked, state)
        case CancelRegistration():
            return seats.cancel(command, asked, state)
        case RefuseSessionRegistration():
            return seats.refuse(command, asked, state)
        case AppealRefusal():
            return seats.appeal(command, asked, state)
        case DecideAppeal():
            return seats.decide_appeal(command, asked, state)
        case HandOnSeat():
            return handing.hand_on(command, asked, state)
        case EraseRegistration():
            return erasing.erase(command, asked, state)
        case _:
            return _run(command, asked, state)


def _run(
    command: OpenSession
    | ChangeSession
    | ChangeCapacity
    | CloseSession
    | RecordAttendance
    | AddSessionPaper
    | WithdrawSessionPaper
    | PassTime,
    asked: Asked,
    state: Session,
) -> Sequence[Fact]:
    match command:
        case ChangeSession():
            return running.change(command, asked, state)
        case ChangeCapacity():
            return running.change_capacity(command, asked, state)
        case CloseSession():
            return running.close(command, asked, state)
        case RecordAttendance():
            return running.record(command, asked, state)
        case AddSessionPaper():
            return papers.add(command, asked, state)
        case WithdrawSessionPaper():
            return papers.withdraw(command, asked, state)
        case PassTime() | OpenSession():
            return []
    assert_never(command)


SESSION: Decider[Command, Fact, State] = Decider(
    category="session",
    key=lambda command: command.session_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, OpenSession),
)
