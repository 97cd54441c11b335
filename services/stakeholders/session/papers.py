"""Papers of a session: added by its officer, before and after, and withdrawn."""

from collections.abc import Sequence

from services.stakeholders.session.running import officer
from services.stakeholders.session.state import Session
from shared.contracts.stakeholders_session_commands import AddSessionPaper, WithdrawSessionPaper
from shared.contracts.stakeholders_sessions import Fact, SessionPaperAdded, SessionPaperWithdrawn
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Number
from shared.reference.sessions import MOST_PAPERS


def add(command: AddSessionPaper, asked: Asked, state: Session) -> Sequence[Fact]:
    officer(asked)
    if command.paper_id in state.papers:
        raise Refused(
            "This form was sent before, with another file. Open it again to add one more paper."
        )
    if sum(state.papers.values()) >= MOST_PAPERS:
        raise Refused("A session has at most {most} papers.", most=Number(MOST_PAPERS))
    if command.audience not in ("public", "registered"):
        raise Refused("Choose who reads the paper.")
    return [
        SessionPaperAdded(
            session_id=command.session_id,
            paper_id=command.paper_id,
            title=command.title,
            audience=command.audience,
            file=command.file,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def withdraw(command: WithdrawSessionPaper, asked: Asked, state: Session) -> Sequence[Fact]:
    officer(asked)
    stands = state.papers.get(command.paper_id)
    if stands is None:
        raise Refused("This session has no such paper.")
    if not stands:
        return []
    return [
        SessionPaperWithdrawn(
            session_id=command.session_id,
            paper_id=command.paper_id,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]
