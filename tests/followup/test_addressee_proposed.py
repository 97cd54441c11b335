"""A Resident Coordinator proposes an addressee, and the mandate names it or declines (Q2)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenBack,
    AddresseeProposalTakenUp,
    AddresseeProposed,
    DeclineAddresseeProposal,
    ProposeAddressee,
    TakeBackAddresseeProposal,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_taking_up import RecommendationLetGo
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.country_teams import team_of
from shared.reference.recommending import MOST_PROPOSED
from shared.reference.un_offices import FIELD
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    NGO,
    NHRI,
    OFFICER,
    OTHER_HOLDER,
    TEXT,
    shared,
    unshared,
)
from tests.followup.test_recommendation_described import NAME, PUBLIC, closed, named

COORDINATOR = Actor(
    actor_id="coordinator-1",
    roles=frozenset({Role.UN_PARTNER}),
    states=frozenset({"FRA"}),
    office="coordinator",
)
PROPOSE = ProposeAddressee(
    recommendation_id="1", proposal_id="p-1", kind="parliament", name=TEXT, reason=TEXT
)
DECLINE = DeclineAddresseeProposal(recommendation_id="1", proposal_id="p-1", reason=TEXT)
TAKE_UP = replace(NAME, proposal_id="p-1")
TAKE_BACK = TakeBackAddresseeProposal(recommendation_id="1", proposal_id="p-1")


def proposed(proposal_id: str = "p-1", by: str = "coordinator-1") -> AddresseeProposed:
    return AddresseeProposed(
        recommendation_id="1",
        proposal_id=proposal_id,
        mandate="sr-torture",
        kind="parliament",
        name=TEXT,
        reason=TEXT,
        proposed_by=by,
        proposed_at=AT,
    )


TAKEN = AddresseeProposalTakenUp(
    recommendation_id="1",
    proposal_id="p-1",
    mandate="sr-torture",
    addressee_id="a-1",
    taken_up_by="holder-1",
    taken_up_at=AT,
)
DECLINED = AddresseeProposalDeclined(
    recommendation_id="1",
    proposal_id="p-1",
    mandate="sr-torture",
    reason=TEXT,
    declined_by="officer-1",
    declined_at=AT,
)


BACK = AddresseeProposalTakenBack(
    recommendation_id="1",
    proposal_id="p-1",
    mandate="sr-torture",
    taken_back_by="coordinator-1",
    taken_back_at=AT,
)


def test_the_coordinator_proposes_once_where_the_team_may_read_it() -> None:
    for reads in (PUBLIC, shared(team_of("FRA"))):
        given(RECOMMENDATION, ISSUED, reads).when(PROPOSE, by=COORDINATOR).then(proposed())
        again = given(RECOMMENDATION, ISSUED, reads, proposed())
        again.when(PROPOSE, by=COORDINATOR).then_nothing()


def test_to_whoever_may_not_propose_there_is_no_such_recommendation() -> None:
    none = "There is no such recommendation."
    given(RECOMMENDATION).when(PROPOSE, by=COORDINATOR).then_refused(none)
    given(RECOMMENDATION, ISSUED).when(PROPOSE, by=COORDINATOR).then_refused(none)
    team = team_of("FRA")
    taken_back = given(RECOMMENDATION, ISSUED, shared(team), unshared(team))
    taken_back.when(PROPOSE, by=COORDINATOR).then_refused(none)
    others = (
        *(HOLDER, OFFICER, FRANCE, NGO, NHRI),
        replace(COORDINATOR, states=frozenset({"KEN"})),
        replace(COORDINATOR, office=None),
        replace(COORDINATOR, office=FIELD),
        replace(COORDINATOR, roles=frozenset({Role.DESK_OFFICER})),
    )
    for by in others:
        given(RECOMMENDATION, ISSUED, PUBLIC).when(PROPOSE, by=by).then_refused(none)


@pytest.mark.parametrize("over", ["closed", "let go", "kept"])
def test_what_is_followed_up_no_more_takes_no_proposal(over: str) -> None:
    facts: dict[str, Any] = {
        "closed": closed(),
        "let go": RecommendationLetGo(
            recommendation_id="1",
            mandate="sr-torture",
            addressee="FRA",
            reason=TEXT,
            let_go_by="holder-1",
            let_go_at=AT,
        ),
        "kept": RecommendationPassedOn(
            recommendation_id="1", mandate="sr-torture", to=None, passed_at=AT
        ),
    }
    after = given(RECOMMENDATION, ISSUED, PUBLIC, facts[over])
    after.when(PROPOSE, by=COORDINATOR).then_refused("not followed up any more")


def test_a_proposal_is_of_a_kind_of_the_list_and_few_of_one_person_wait() -> None:
    there = given(RECOMMENDATION, ISSUED, PUBLIC)
    there.when(replace(PROPOSE, kind="x"), by=COORDINATOR).then_refused("Choose from the list")
    some = [proposed(f"p-{n}") for n in range(1, MOST_PROPOSED + 1)]
    new = replace(PROPOSE, proposal_id="new")
    given(RECOMMENDATION, ISSUED, PUBLIC, *some).when(new, by=COORDINATOR).then_refused("Up to 5")
    given(RECOMMENDATION, ISSUED, PUBLIC, *some, DECLINED).when(new, by=COORDINATOR).then(
        proposed("new")
    )
    another = replace(COORDINATOR, actor_id="coordinator-2")
    given(RECOMMENDATION, ISSUED, PUBLIC, *some).when(new, by=another).then(
        proposed("new", "coordinator-2")
    )


def test_those_of_the_mandate_name_it_in_their_own_words_or_decline() -> None:
    waits = given(RECOMMENDATION, ISSUED, PUBLIC, proposed())
    waits.when(TAKE_UP, by=HOLDER).then(TAKEN, named())
    given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), TAKEN, named()).when(
        TAKE_UP, by=HOLDER
    ).then_nothing()
    waits = given(RECOMMENDATION, ISSUED, PUBLIC, proposed())
    waits.when(DECLINE, by=OFFICER).then(DECLINED)
    given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), DECLINED).when(
        DECLINE, by=OFFICER
    ).then_nothing()
    for command in (DECLINE, TAKE_UP):
        for by in (OTHER_HOLDER, COORDINATOR, FRANCE):
            given(RECOMMENDATION, ISSUED, PUBLIC, proposed()).when(command, by=by).then_forbidden()
        given(RECOMMENDATION, ISSUED).when(command, by=HOLDER).then_refused("no such proposal")


def test_a_proposal_is_answered_once() -> None:
    taken = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), TAKEN, named())
    taken.when(DECLINE, by=HOLDER).then_refused("answered already")
    taken = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), TAKEN, named())
    taken.when(replace(TAKE_UP, addressee_id="a-2"), by=HOLDER).then_refused("answered already")
    declined = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), DECLINED)
    declined.when(TAKE_UP, by=HOLDER).then_refused("answered already")


def test_whoever_proposed_it_takes_it_back_until_it_is_answered() -> None:
    there = given(RECOMMENDATION, ISSUED, PUBLIC, proposed())
    there.when(TAKE_BACK, by=COORDINATOR).then(BACK)
    again = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), BACK)
    again.when(TAKE_BACK, by=COORDINATOR).then_nothing()
    for answer in ((DECLINED,), (TAKEN, named())):
        answered = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), *answer)
        answered.when(TAKE_BACK, by=COORDINATOR).then_refused("answered already")
    for command in (DECLINE, TAKE_UP):
        gone = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), BACK)
        gone.when(command, by=HOLDER).then_refused("was taken back")
    over = given(RECOMMENDATION, ISSUED, PUBLIC, proposed(), closed())
    over.when(TAKE_BACK, by=COORDINATOR).then(BACK)
    some = [proposed(f"p-{n}") for n in range(1, MOST_PROPOSED + 1)]
    new = replace(PROPOSE, proposal_id="new")
    few = given(RECOMMENDATION, ISSUED, PUBLIC, *some, BACK)
    few.when(new, by=COORDINATOR).then(proposed("new"))


def test_nobody_learns_of_a_proposal_by_taking_it_back() -> None:
    none = "There is no such recommendation."
    for by in (HOLDER, OFFICER, FRANCE, NGO, NHRI, replace(COORDINATOR, office=None)):
        there = given(RECOMMENDATION, ISSUED, PUBLIC, proposed())
        there.when(TAKE_BACK, by=by).then_refused(none)
    given(RECOMMENDATION).when(TAKE_BACK, by=COORDINATOR).then_refused(none)
    given(RECOMMENDATION, ISSUED, proposed()).when(TAKE_BACK, by=COORDINATOR).then_refused(none)
    follower = replace(COORDINATOR, actor_id="coordinator-2")
    for facts in ((), (proposed(),), (proposed(), BACK), (proposed(), DECLINED)):
        there = given(RECOMMENDATION, ISSUED, PUBLIC, *facts)
        there.when(TAKE_BACK, by=follower).then_refused("There is no such proposal.")
