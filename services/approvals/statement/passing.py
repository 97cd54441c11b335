"""The statements of a mandate that ended, as the Chief decided one by one (SC3)."""

from collections.abc import Sequence

from services.approvals.events import Event
from services.approvals.statement import vacant
from services.approvals.statement.commands import PassStatementOn
from services.approvals.statement.state import Statement
from shared.contracts.approvals_custody import StatementKeptAsRecord, StatementPassedOn
from shared.contracts.approvals_statements import StatementSignerDropped
from shared.contracts.stakeholders_custody import CustodyDecided
from shared.core.actor import Asked
from shared.core.geneva import day_of


def on_stakeholders(fact: object) -> Sequence[PassStatementOn]:
    match fact:
        case CustodyDecided(kind="statements"):
            return [PassStatementOn(statement_id=fact.item_id, mandate=fact.mandate, to=fact.to)]
        case _:
            return []


def pass_on(command: PassStatementOn, asked: Asked, state: Statement) -> Sequence[Event]:
    """The successor takes the place and approves for itself; what is public keeps the old name."""
    if command.mandate not in state.text.mandates or state.first_issued_at is not None:
        return []
    if command.to is None:
        return _without(command, asked, state)
    past, text = vacant.fresh(command.statement_id, asked, state)
    after = text.passed(command.mandate, command.to)
    passed = StatementPassedOn(
        statement_id=command.statement_id,
        mandate=command.mandate,
        to=command.to,
        mandates=after.mandates,
        joins=command.to not in text.mandates,
        version=text.version if text.requested else None,
        passed_at=asked.at,
    )
    if after.cleared:
        return [*past, passed, vacant.approved(command.statement_id, asked, after)]
    return [*past, passed]


def _without(command: PassStatementOn, asked: Asked, state: Statement) -> Sequence[Event]:
    """Keep it as a record with its lead; a joint one goes on without the mandate."""
    statement, mandate = command.statement_id, command.mandate
    if mandate == state.text.lead:
        return [StatementKeptAsRecord(statement_id=statement, mandate=mandate, kept_at=asked.at)]
    dropped = StatementSignerDropped(
        statement_id=statement,
        mandate=mandate,
        mandates=state.text.left(mandate).mandates,
        since=day_of(asked.at),
        dropped_at=asked.at,
    )
    return [dropped, *vacant.cleared_without(statement, mandate, asked, state)]
