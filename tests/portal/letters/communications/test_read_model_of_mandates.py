"""The tables of mandates: invited, dropped out, their delegations, names they allow."""

from dataclasses import replace

from sqlalchemy import Engine

from portal.letters.communications.tables import allowed, delegations, letters, signatures, standing
from shared.contracts.approvals_authority import DelegationRevoked, StandingAuthorisationRevoked
from tests.portal.letters.communications.test_read_model import engine, tell, the
from tests.support.letters import (
    LEAD,
    OTHER,
    THIRD,
    approved,
    at,
    delegated,
    drafted,
    dropped_out,
    extended,
    fell_vacant,
    invited,
    naming_allowed,
    requested,
    stands,
    upto,
)

__all__ = ["engine"]  # a fixture


def test_an_invitation_has_a_date_that_can_be_moved(engine: Engine) -> None:
    dated = [replace(one, join_by=at(60)) if one.mandate == OTHER else one for one in invited()]
    tell(engine, drafted(others=())[0], *dated)
    assert the(engine, signatures, mandate=OTHER)["join_by"] == at(60)
    tell(engine, drafted(others=())[0], *dated, extended())
    assert the(engine, signatures, mandate=OTHER)["join_by"] == at(600)


def test_who_dropped_out_is_out_until_invited_again(engine: Engine) -> None:
    tell(engine, *drafted(), dropped_out())
    row = the(engine, signatures, mandate=OTHER)
    assert (row["declined_at"], row["dropped_out"]) == (at(601), True)
    tell(engine, *drafted(), dropped_out(), *invited())
    row = the(engine, signatures, mandate=OTHER)
    assert (row["declined_at"], row["dropped_out"]) == (None, None)


def test_a_vacant_mandate_is_out_until_invited_again(engine: Engine) -> None:
    left = [*drafted(), requested(), *approved(mandate=OTHER), fell_vacant()]
    tell(engine, *left)
    row = the(engine, signatures, mandate=OTHER)
    assert (row["declined_at"], row["vacant"], row["approved_at"]) == (at(602), True, None)
    tell(engine, *left, *invited())
    row = the(engine, signatures, mandate=OTHER)
    assert (row["declined_at"], row["vacant"]) == (None, None)


def test_who_is_invited_late_makes_a_cleared_letter_wait_again(engine: Engine) -> None:
    late = [*upto("approved"), *invited(THIRD), requested(mandates=(LEAD, OTHER, THIRD))]
    tell(engine, *late)
    row = the(engine, letters)
    assert (row["state"], row["approved_at"]) == ("awaiting", None)
    assert the(engine, signatures, mandate=THIRD)["asked_version"] == 1


def test_who_may_be_named_is_kept_for_the_letter(engine: Engine) -> None:
    tell(engine, *drafted(), naming_allowed())
    assert the(engine, allowed)["victim_id"] == "v-1"


def test_what_a_mandate_hands_on_is_kept_and_taken_back(engine: Engine) -> None:
    tell(engine, delegated(), stands())
    assert the(engine, delegations)["scope"] == ["approve"]
    assert the(engine, standing)["granted_at"] == at(0)
    ended = DelegationRevoked(
        mandate=THIRD, delegation_id="delegation-1", revoked_by="holder", revoked_at=at(9)
    )
    fallen = StandingAuthorisationRevoked(mandate=LEAD, revoked_by="holder", revoked_at=at(9))
    tell(engine, delegated(), stands(), ended, fallen)
    assert the(engine, delegations)["revoked_at"] == at(9)
    assert the(engine, standing)["granted_at"] is None
