"""What time does to a statement that is not cleared: a vacant signer leaves, and a past one."""

from collections.abc import Sequence

from services.approvals import authority
from services.approvals.events import Event
from services.approvals.statement.commands import DropVacantSigner, VoidPastSignature
from services.approvals.statement.state import Statement
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementApproved,
    StatementSignerDropped,
)
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.reference.approved_text import ApprovedText


def drop(command: DropVacantSigner, asked: Asked, state: Statement) -> Sequence[Event]:
    """A vacant mandate leaves a statement that is not cleared; a vacant lead waits for a holder."""
    mandate, text = command.mandate, state.text
    since = state.authority.holding(mandate).silent_since(day_of(asked.at))
    if since is None or _stands(state) or mandate not in text.mandates[1:]:
        return []
    left = text.voided(mandate).left(mandate)
    dropped = StatementSignerDropped(
        statement_id=command.statement_id,
        mandate=mandate,
        mandates=left.mandates,
        since=since,
        dropped_at=asked.at,
    )
    return [dropped, *cleared_without(command.statement_id, mandate, asked, state)]


def void(command: VoidPastSignature, asked: Asked, state: Statement) -> Sequence[Event]:
    """What a holder approved whose term is over does not count for the successor."""
    past = authority.past(state.text, state.authority, asked)
    if command.mandate not in past or _stands(state):
        return []
    return [_voided(command.statement_id, command.mandate, asked, state.text)]


def fresh(
    statement_id: str, asked: Asked, state: Statement
) -> tuple[list[StatementApprovalVoided], ApprovedText]:
    """Return what is void because of a term that is over, and the text without it."""
    text = state.text
    past = () if _stands(state) else authority.past(text, state.authority, asked)
    voided = [_voided(statement_id, mandate, asked, text) for mandate in past]
    for mandate in past:
        text = text.voided(mandate)
    return voided, text


def cleared_without(
    statement_id: str, mandate: str, asked: Asked, state: Statement
) -> list[StatementApprovalVoided | StatementApproved]:
    """Clear the statement if the mandate that leaves was the last one missing."""
    voided, text = fresh(statement_id, asked, state)
    if voided or not text.lacks_only(mandate):
        return [*voided]
    return [approved(statement_id, asked, text.left(mandate))]


def approved(statement_id: str, asked: Asked, text: ApprovedText) -> StatementApproved:
    return StatementApproved(
        statement_id=statement_id,
        version=text.version,
        content_hash=text.content_hash,
        mandates=text.mandates,
        approved_at=asked.at,
    )


def _stands(state: Statement) -> bool:
    return state.text.cleared or state.issued


def _voided(
    statement_id: str, mandate: str, asked: Asked, text: ApprovedText
) -> StatementApprovalVoided:
    return StatementApprovalVoided(
        statement_id=statement_id, mandate=mandate, version=text.version, voided_at=asked.at
    )
