"""Notices of proposed addressees: to those of the mandate, and to the proposer once answered."""

from dataclasses import replace
from typing import Any

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.homes.notices import proposing
from portal.homes.notices.words import words
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenBack,
    AddresseeProposed,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.inboxes import shown
from tests.support.followup import RECOMMENDATION, issued, published
from tests.support.letters import LEAD

PROPOSED, ANSWERED = "addressee-proposed", "addressee-answered"
TEXT = Sealed(f"recommendation-{RECOMMENDATION}", "x")
THIS: dict[str, Any] = {"recommendation_id": RECOMMENDATION, "mandate": LEAD, "proposal_id": "p-1"}


def partner(name: str, office: str | None) -> Account:
    return Account(
        account_id=name,
        email=f"{name}@example.org",
        name=name,
        password_hash="x",
        roles=frozenset({Role.UN_PARTNER}),
        state_codes=frozenset({"CHE"}),
        office=office,
    )


def test_each_side_is_told_once_and_nobody_else(office: Office) -> None:
    with office.engine.begin() as conn:
        for one in (partner("coordinator", "coordinator"), partner("agency", None)):
            accounts.add(conn, one)
    ours = replace(issued(), mandate=LEAD)
    at = office.clock()
    first = AddresseeProposed(
        **THIS, kind="other", name=TEXT, reason=TEXT, proposed_by="coordinator", proposed_at=at
    )
    office.tell(ours, published(ours), first, models=(RECOMMENDATIONS,))

    def heard() -> list[tuple[str, str]]:
        for _ in range(2):
            proposing.due(office.engine, office.settings, at=office.clock())
        kinds = (PROPOSED, ANSWERED)
        return sorted((row.account_id, row.kind) for row in office.told() if row.kind in kinds)

    of_mandate = [("holder", PROPOSED), ("officer", PROPOSED)]
    assert heard() == of_mandate
    assert (PROPOSED, "addressees", RECOMMENDATION) in shown(office, "officer")
    office.later(hours=1)
    answer = AddresseeProposalDeclined(
        **THIS, reason=TEXT, declined_by="officer", declined_at=office.clock()
    )
    office.tell(answer, models=(RECOMMENDATIONS,))
    assert heard() == sorted([("coordinator", ANSWERED), *of_mandate])
    assert (ANSWERED, "addressees", RECOMMENDATION) in shown(office, "coordinator")
    assert words("grading", PROPOSED)
    assert words("country", ANSWERED)


def test_of_one_that_was_taken_back_nobody_is_told(office: Office) -> None:
    at, ours = office.clock(), replace(issued(), mandate=LEAD)
    first = AddresseeProposed(
        **THIS, kind="other", name=TEXT, reason=TEXT, proposed_by="coordinator", proposed_at=at
    )
    back = AddresseeProposalTakenBack(**THIS, taken_back_by="coordinator", taken_back_at=at)
    office.tell(ours, published(ours), first, back, models=(RECOMMENDATIONS,))
    proposing.due(office.engine, office.settings, at=at)
    assert {PROPOSED, ANSWERED}.isdisjoint(row.kind for row in office.told())
