"""Focal points whose work goes on, who are suspended, or of whom there are two (F5, F6)."""

from dataclasses import replace
from typing import Any

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.focal_state import Step
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_focal_points import (
    FocalPointWorkReassigned,
)
from shared.core.testing import AT, given
from tests.stakeholders.organisations import (
    DISSOLVE,
    DISSOLVED,
    ELSEWHERE,
    FOCAL,
    HIDE,
    MEMBER,
    OFFICER,
    SECOND,
)
from tests.stakeholders.test_focal_points import (
    ACCEPTED,
    ACTIVE,
    DESIGNATED,
    HERE,
    KEY,
    NEW,
    PROPOSE,
    PROPOSED,
    REASSIGN,
    REINSTATE,
    REINSTATED,
    SUSPEND,
    SUSPENDED,
    ended,
    on,
    step,
)


def test_what_was_open_is_handed_on_to_another_focal_point() -> None:
    other: dict[str, Any] = {"focal_point_id": "f-2", "account_id": "other"}
    both = (
        *ACTIVE,
        replace(PROPOSED, **other),
        replace(ACCEPTED, focal_point_id="f-2"),
        replace(DESIGNATED, **other),
        ended("organisation", FOCAL),
    )
    handed = FocalPointWorkReassigned(
        **KEY, to_account="other", reassigned_by=FOCAL.actor_id, reassigned_at=AT
    )
    given(ORGANISATION, *both).when(REASSIGN, by=FOCAL).then(handed)
    given(ORGANISATION, *both, handed).when(REASSIGN, by=OFFICER).then_nothing()
    for to in ("nobody", MEMBER.actor_id):
        given(ORGANISATION, *both).when(replace(REASSIGN, to_account=to), by=FOCAL).then_refused(
            "another focal point"
        )
    given(ORGANISATION, *both).when(REASSIGN, by=ELSEWHERE).then_forbidden()


def test_an_account_taken_by_a_state_is_suspended_and_another_officer_reinstates() -> None:
    given(ORGANISATION, *ACTIVE).when(SUSPEND, by=OFFICER).then(SUSPENDED)
    given(ORGANISATION, *ACTIVE, SUSPENDED).when(SUSPEND, by=SECOND).then_nothing()
    given(ORGANISATION, *HERE, PROPOSED).when(SUSPEND, by=OFFICER).then_refused("active")
    for by in (FOCAL, NEW, ELSEWHERE):
        given(ORGANISATION, *ACTIVE).when(SUSPEND, by=by).then_forbidden()
    held = given(ORGANISATION, *ACTIVE, SUSPENDED)
    held.when(REINSTATE, by=OFFICER).then_refused("Another stakeholder officer")
    held.when(REINSTATE, by=SECOND).then(REINSTATED)
    held.when(REINSTATE, by=FOCAL).then_forbidden()
    held.when(REINSTATE, by=SECOND, at=on(-1)).then_refused("suspended")
    again = replace(PROPOSE, focal_point_id="f-2")
    held.when(again, by=FOCAL).then_refused("at present")
    given(ORGANISATION, *ACTIVE).when(REINSTATE, by=SECOND).then_nothing()


def test_two_who_claim_to_speak_for_one_ngo_both_lose_write_until_the_proof_decides() -> None:
    other: dict[str, Any] = {"focal_point_id": "f-2", "account_id": FOCAL.actor_id}
    both = (
        *ACTIVE,
        replace(PROPOSED, **other),
        replace(ACCEPTED, focal_point_id="f-2"),
        replace(DESIGNATED, **other),
        replace(SUSPENDED, reason="disputed"),
        replace(SUSPENDED, **other, reason="disputed"),
    )
    for by in (NEW, FOCAL):
        given(ORGANISATION, *both).when(HIDE, by=by).then_forbidden()
    state = ORGANISATION.fold(both)
    assert isinstance(state, Organisation)
    assert len(state.focal_points) == 2, "nothing is deleted"
    decided = (*both, replace(REINSTATED, **other), ended("officer", OFFICER))
    given(ORGANISATION, *decided).when(HIDE, by=FOCAL).then_nothing()
    given(ORGANISATION, *decided).when(HIDE, by=NEW).then_forbidden()


def test_when_it_was_dissolved_its_focal_points_end_the_same_day() -> None:
    given(ORGANISATION, *ACTIVE).when(DISSOLVE, by=OFFICER).then(
        replace(DISSOLVED, dissolved_by=OFFICER.actor_id), ended("dissolved", OFFICER)
    )
    assert step(*ACTIVE, DISSOLVED, ended("dissolved", OFFICER)) is Step.ENDED
    given(ORGANISATION, *ACTIVE, ended("officer", OFFICER)).when(DISSOLVE, by=OFFICER).then(
        replace(DISSOLVED, dissolved_by=OFFICER.actor_id)
    )
