"""What a holder approved does not count for the successor; a vacant signer leaves a statement."""

from dataclasses import replace

from services.approvals.communication.commands import DropSilentMandate, VoidPastApproval
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.statement.commands import DropVacantSigner, VoidPastSignature
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementSignerDropped,
)
from shared.core.actor import Asked, system
from shared.core.testing import AT, given
from tests.approvals import statements
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    CHIEF,
    CLEARED,
    DECLINE,
    DECLINED,
    DRAFTED,
    FULL,
    HOLDER,
    ID,
    INVITED,
    JOINED,
    LEAD,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    REQUESTED,
    TRANSMIT,
    VOIDED,
)
from tests.approvals.test_holding import DAY, DROP, GROUP_OVER, NOTED, OVER, SUCCESSOR, TODAY

CLOCK = system("clock")
NEW = replace(HOLDER, actor_id="successor")
GIVEN = (*AWAITING, APPROVED, AUTHORISED)
PAST = (OVER, SUCCESSOR)
VOID = VoidPastApproval(communication_id=ID, mandate=LEAD)

SIGNED = (statements.DRAFTED, statements.REQUESTED, statements.AGREED, statements.GIVEN)
DROP_SIGNER = DropVacantSigner(statement_id=statements.ID, mandate=OTHER)
SIGNER_DROPPED = StatementSignerDropped(
    statement_id=statements.ID, mandate=OTHER, mandates=(LEAD,), since=TODAY, dropped_at=AT
)
VOID_SIGNATURE = VoidPastSignature(statement_id=statements.ID, mandate=LEAD)
SIGNATURE_VOIDED = StatementApprovalVoided(
    statement_id=statements.ID, mandate=LEAD, version=1, voided_at=AT
)


# --- a predecessor's approval of a letter ---------------------------------------------------------


def test_a_predecessors_approval_does_not_clear_a_letter() -> None:
    given(COMMUNICATION, *GIVEN, *PAST).when(OTHER_APPROVE, by=OTHER_HOLDER).then(
        VOIDED, JOINED, OTHER_APPROVED, OTHER_AUTHORISED
    )
    given(COMMUNICATION, *GIVEN, NOTED).when(OTHER_APPROVE, by=OTHER_HOLDER).then(
        JOINED, OTHER_APPROVED, OTHER_AUTHORISED, CLEARED
    )


def test_the_successor_approves_for_itself() -> None:
    both = (*GIVEN, JOINED, OTHER_APPROVED, OTHER_AUTHORISED)
    approved = replace(APPROVED, given_by="successor")
    given(COMMUNICATION, *GIVEN, *PAST).when(APPROVE, by=NEW).then(
        VOIDED, approved, replace(AUTHORISED, granted_by="successor")
    )
    again = (*both, VOIDED, *PAST)
    given(COMMUNICATION, *again).when(APPROVE, by=NEW).then(
        approved, replace(AUTHORISED, granted_by="successor"), CLEARED
    )


def test_nor_does_a_letter_get_cleared_when_others_leave_it() -> None:
    silent = DropSilentMandate(communication_id=ID, mandate=OTHER, join_by=AT - DAY)
    waiting = (DRAFTED, replace(INVITED, join_by=AT - DAY), REQUESTED)
    given(COMMUNICATION, *GIVEN, *PAST).when(DECLINE, by=OTHER_HOLDER).then(DECLINED, VOIDED)
    [_, voided] = COMMUNICATION.decide(
        silent, _asked(), COMMUNICATION.fold([*waiting, APPROVED, AUTHORISED, *PAST])
    )
    assert voided == VOIDED
    [_, voided] = COMMUNICATION.decide(
        DROP, _asked(), COMMUNICATION.fold([*GIVEN, *PAST, *GROUP_OVER])
    )
    assert voided == VOIDED


def test_the_clock_voids_it_so_that_it_waits_for_the_successor() -> None:
    given(COMMUNICATION, *GIVEN, *PAST).when(VOID, by=CLOCK).then(VOIDED)
    given(COMMUNICATION, *GIVEN, *PAST, VOIDED).when(VOID, by=CLOCK).then_nothing()
    given(COMMUNICATION, *GIVEN, NOTED).when(VOID, by=CLOCK).then_nothing()
    given(COMMUNICATION, *GIVEN).when(VOID, by=CLOCK).then_nothing()


def test_a_letter_that_was_cleared_stands() -> None:
    cleared = (*FULL, OTHER_AUTHORISED, *PAST)
    given(COMMUNICATION, *cleared).when(VOID, by=CLOCK).then_nothing()
    given(COMMUNICATION, *cleared).when(TRANSMIT, by=CHIEF).then_refused("authorisation")


def test_whoever_counts_approvals_reads_who_is_in_office() -> None:
    state = COMMUNICATION.fold(AWAITING)
    for command in (OTHER_APPROVE, DECLINE, DROP, VOID):
        streams = list(COMMUNICATION.consults(command, state))
        assert {f"holding-{LEAD}", f"holding-{OTHER}"} <= set(streams)
        assert len(streams) == len(set(streams))


# --- statements ----------------------------------------------------------------------------------


def test_a_vacant_signer_leaves_a_statement_that_is_not_cleared() -> None:
    given(STATEMENT, *SIGNED[:-1], *GROUP_OVER).when(DROP_SIGNER, by=CLOCK).then(SIGNER_DROPPED)
    last_missing = given(STATEMENT, *SIGNED, *GROUP_OVER)
    last_missing.when(DROP_SIGNER, by=CLOCK).then(
        SIGNER_DROPPED, replace(statements.APPROVED, mandates=(LEAD,))
    )
    given(STATEMENT, *SIGNED, *GROUP_OVER, SIGNER_DROPPED).when(
        DROP_SIGNER, by=CLOCK
    ).then_nothing()
    given(STATEMENT, *SIGNED).when(DROP_SIGNER, by=CLOCK).then_nothing()


def test_a_statement_that_is_cleared_or_issued_keeps_its_signers() -> None:
    cleared = (*SIGNED, statements.OTHER_GIVEN, statements.APPROVED)
    for history in (cleared, (*cleared, statements.ISSUED)):
        over = given(STATEMENT, *history, *GROUP_OVER, *PAST)
        over.when(DROP_SIGNER, by=CLOCK).then_nothing()
        over.when(VOID_SIGNATURE, by=CLOCK).then_nothing()
    given(STATEMENT, *SIGNED, OVER).when(
        replace(DROP_SIGNER, mandate=LEAD), by=CLOCK
    ).then_nothing()


def test_a_predecessors_approval_does_not_clear_a_statement() -> None:
    given(STATEMENT, *SIGNED, *PAST).when(VOID_SIGNATURE, by=CLOCK).then(SIGNATURE_VOIDED)
    given(STATEMENT, *SIGNED, *PAST).when(statements.OTHER_APPROVE, by=OTHER_HOLDER).then(
        SIGNATURE_VOIDED, statements.OTHER_GIVEN
    )
    given(STATEMENT, *SIGNED, *PAST).when(statements.APPROVE, by=NEW).then(
        SIGNATURE_VOIDED, replace(statements.GIVEN, given_by="successor")
    )
    given(STATEMENT, *SIGNED, NOTED).when(statements.OTHER_APPROVE, by=OTHER_HOLDER).then(
        statements.OTHER_GIVEN, statements.APPROVED
    )


def _asked() -> Asked:
    return Asked(at=AT, by=CLOCK)
