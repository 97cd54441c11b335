"""The sources of a visit are told what comes next (M14): by whom, whom, and how it is corrected."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.decide import MISSION
from services.followup.mission.telling import TELLING, MarkSourcesTold
from shared.contracts import followup_missions as of_missions
from shared.contracts import followup_partners as of_partners
from shared.contracts.followup_tellings import ToldText
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import given
from shared.reference.tellings import MOST_DRAFTS, MOST_PARTNERS, MOST_TELLINGS
from tests.followup import partners
from tests.followup.debriefs import AFTER, BEGAN, COMPLETED, DESK, ENDED_ON, ON, OVER, went
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.followup.tellings import (
    ADMITTED,
    AGAIN,
    KEEP,
    KEPT,
    SCOPE,
    TELL,
    TEXT,
    TOLD,
    TOLD_AGAIN,
)
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    QRD,
    STATE,
    person,
)

POLICY = system("followup")
GOVERNMENT = person("state-1", Role.GOVERNMENT, states=frozenset({STATE}))
COMMITTEE = person("committee-1", Role.COORDINATION_COMMITTEE)


def after(*facts: Any) -> Any:
    return given(TELLING, *facts)


@pytest.mark.parametrize("by", [OFFICER, HOLDER], ids=lambda by: by.actor_id)
def test_m14_the_mandate_tells_the_sources_once_the_visit_ended(by: Actor) -> None:
    for over in (OVER, (*OVER, COMPLETED)):
        some = (*over, *ADMITTED, held())
        after(*some).when(TELL, by=by, at=AFTER).then(replace(TOLD, done_by=by.actor_id))
    for before in ((OPENED,), (OPENED, BEGAN)):
        for command in (TELL, KEEP):
            after(*before, held()).when(command, by=by, at=AFTER).then_refused("the visit ended")
    back = went(4, "taken_back", "underway", ENDED_ON)
    after(*OVER, back, held()).when(TELL, by=by, at=AFTER).then_refused("once the visit ended")


@pytest.mark.parametrize(
    "by",
    [OTHER_OFFICER, OTHER_HOLDER, DESK, QRD, GOVERNMENT, COMMITTEE, partners.INSTITUTION],
)
def test_nobody_else_tells_them(by: Actor) -> None:
    for command in (TELL, KEEP):
        after(*OVER, *ADMITTED).when(command, by=by, at=AFTER).then_forbidden()


def test_the_mandate_that_leads_a_joint_visit_tells_them() -> None:
    joined = fact(
        of_missions.MandateJoinedVisit, 4, joining="wgad", own_mission_id="m-2", joined=("wgad",)
    )
    for command in (TELL, KEEP):
        theirs = replace(command, mandate="wgad")
        after(*OVER, joined).when(theirs, by=OTHER_OFFICER, at=AFTER).then_forbidden()
    after(*OVER, *ADMITTED, joined).when(TELL, by=OFFICER, at=AFTER).then(TOLD)


def test_whose_term_is_over_and_what_is_kept_as_a_record() -> None:
    over = held(last=ON - timedelta(days=1))
    alone = replace(TELL, partners=())
    after(*OVER, over).when(alone, by=HOLDER, at=AFTER).then_refused("Nobody signs")
    after(*OVER, over).when(alone, by=OFFICER, at=AFTER).then(replace(TOLD, partners=()))
    kept = fact(of_missions.MissionPassedOn, 4, to=None)
    after(*OVER, kept).when(alone, by=OFFICER, at=AFTER).then_refused("kept as a record")
    gone_on = replace(kept, to="wgad")
    after(*OVER, gone_on).when(alone, by=OFFICER, at=AFTER).then_refused("no such mission")
    now = replace(alone, mandate="wgad")
    after(*OVER, gone_on).when(now, by=OTHER_OFFICER, at=AFTER).then(
        replace(TOLD, mandate="wgad", partners=(), done_by=OTHER_OFFICER.actor_id)
    )
    after().when(alone, by=OFFICER, at=AFTER).then_refused("no such mission")


def test_it_is_told_once_and_again_with_a_reason() -> None:
    told = (*OVER, *ADMITTED, TOLD)
    after(*told).when(TELL, by=OFFICER, at=AFTER).then_refused("has changed")
    after(*told).when(replace(TELL, seen=1), by=OFFICER, at=AFTER).then_refused("Say why")
    after(*told).when(AGAIN, by=OFFICER, at=AFTER).then(TOLD_AGAIN)
    early = replace(AGAIN, seen=0)
    after(*OVER, *ADMITTED).when(early, by=OFFICER, at=AFTER).then_refused("not told yet")
    often = replace(TOLD_AGAIN, number=MOST_TELLINGS)
    for command in (replace(AGAIN, seen=2), replace(KEEP, seen=2)):  # a draft would lead nowhere
        after(*OVER, *ADMITTED, often).when(command, by=OFFICER, at=AFTER).then_refused("as often")


def test_a_draft_is_kept_and_whoever_saw_another_one_looks_again() -> None:
    some = (*OVER, *ADMITTED)
    after(*some, held()).when(KEEP, by=HOLDER, at=AFTER).then(
        replace(KEPT, done_by=HOLDER.actor_id)
    )
    for command in (KEEP, TELL):
        after(*some, KEPT).when(command, by=OFFICER, at=AFTER).then_refused("has changed")
    after(*some, KEPT).when(replace(TELL, seen=1), by=OFFICER, at=AFTER).then(replace(TOLD, step=2))
    drafts = [replace(KEPT, step=number) for number in range(1, MOST_DRAFTS + 1)]
    again = replace(KEEP, seen=MOST_DRAFTS)
    after(*some, *drafts).when(again, by=OFFICER, at=AFTER).then_refused("Tell the sources")
    tell = replace(TELL, seen=MOST_DRAFTS)
    told = replace(TOLD, step=MOST_DRAFTS + 1)
    after(*some, *drafts).when(tell, by=OFFICER, at=AFTER).then(told)
    after(*some, *drafts, told).when(replace(KEEP, seen=told.step), by=OFFICER, at=AFTER).then(
        replace(KEPT, step=told.step + 1)
    )


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (*TELL.texts, TELL.texts[0]),
        (ToldText(language="xx", comes=TEXT, call=TEXT),),
    ],
)
def test_it_is_written_in_at_least_one_language_once_in_each(texts: Any) -> None:
    command = replace(TELL, texts=texts)
    after(*OVER, *ADMITTED).when(command, by=OFFICER, at=AFTER).then_refused("once in each")


def test_partners_are_told_who_are_admitted_at_this_moment() -> None:
    proposed, admitted, undertaken = ADMITTED
    ended = partners.fact(of_partners.PartnerEnded, 4)
    for some in (
        (),
        (proposed, undertaken),
        (proposed, admitted),
        (replace(proposed, scope=("preparation", "during")), admitted, undertaken),
        (replace(proposed, mission_id="another"), admitted, undertaken),
        (replace(proposed, first=ON + timedelta(days=1)), admitted, undertaken),
        (replace(proposed, until=ON - timedelta(days=1)), admitted, undertaken),
        (*ADMITTED, ended),
    ):
        after(*OVER, *some).when(TELL, by=OFFICER, at=AFTER).then_refused("partners of the mission")
    rc = [
        replace(partners.of_agency(one, "rc"), **({"scope": SCOPE} if one is proposed else {}))
        for one in ADMITTED
    ]
    both = (rc[0].partner_id, partners.PARTNER_ID)
    command = replace(TELL, partners=(*both, both[0]))
    told = replace(TOLD, partners=tuple(sorted(both)))
    after(*OVER, *ADMITTED, *rc).when(command, by=OFFICER, at=AFTER).then(told)
    assert TELLING.consults(command, TELLING.initial) == [
        f"mission-{MISSION_ID}",
        f"officeholder-{MANDATE}",
        *(f"missionpartner-{one}" for one in command.partners),
    ]
    assert len(TELLING.consults(KEEP, TELLING.initial)) == 2
    many = replace(TELL, partners=tuple(str(one) for one in range(MOST_PARTNERS + 1)))
    after(*OVER).when(many, by=OFFICER, at=AFTER).then_refused("more partners")


def test_a_policy_takes_the_step_on_the_mission_once() -> None:
    mark = MarkSourcesTold(mission_id=MISSION_ID, number=1, by_id=OFFICER.actor_id, on=ON)
    for met in ("told", "none"):
        assert FOLLOWUP_SERVICE.react(replace(TOLD, met=met)) == [mark]
    assert FOLLOWUP_SERVICE.react(TOLD_AGAIN) == [replace(mark, number=2)]
    for quiet in (KEPT, replace(TOLD, met="open")):
        assert not FOLLOWUP_SERVICE.react(quiet)
    asked = Asked(at=AFTER, by=POLICY)
    new = MISSION.decide(mark, asked, MISSION.fold(OVER))
    assert [type(one) for one in new] == [of_missions.MissionStepTaken]
    step: Any = new[0]
    assert (step.what, step.on, step.done_by, step.phase) == (
        "sources_told",
        ON,
        OFFICER.actor_id,
        "ended",
    )
    now = MISSION.fold((*OVER, *new))
    assert ("sources_told" in now.done, now.tasks["sources"]) == (True, "done")
    assert not MISSION.decide(replace(mark, number=2), asked, now)
    assert not MISSION.decide(mark, asked, MISSION.fold((OPENED, BEGAN)))


def test_two_who_tell_at_once_are_told_apart_by_what_they_saw() -> None:
    state = TELLING.fold((*OVER, *ADMITTED))
    asked = Asked(at=AFTER, by=OFFICER)
    first = TELLING.decide(TELL, asked, state)
    with pytest.raises(Refused, match="has changed"):
        TELLING.decide(TELL, asked, TELLING.fold(first, state))
