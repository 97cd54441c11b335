"""Reprisal cases, I1 to I9: consent for each action, and none for whom it is not."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from services.followup.erasure import ERASURE
from services.followup.reprisal.decide import REPRISAL
from shared.contracts.followup_erasure import CaseTextErased
from shared.contracts.followup_reprisal_commands import Step
from shared.core.actor import Actor
from shared.core.erasure import RecordErasure
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.reprisals import ACTIONS, ACTS, RELATIONS, report_of
from tests.followup.reprisals import (
    AGREED,
    ANSWER,
    ASSESS,
    ASSESSED,
    CLOSE,
    CLOSE_TOO,
    CLOSED,
    CONSENT,
    CONSENTED,
    CONTACT,
    CONTACTED,
    DAY,
    DECIDE,
    DECIDED,
    DETAIL,
    DETAILED,
    EVERY,
    FACTS,
    FOCAL,
    FOLLOW,
    FOLLOWED,
    HOLDER,
    LINK,
    LOOK,
    NAME,
    NAMED,
    NOTE,
    OFFICER,
    PARTICULARS,
    PASS,
    REOPEN,
    REOPENED,
    REPORT,
    REPORTED,
    SCREEN,
    SCREENED,
    SEND,
    SENT,
    SHARE,
    SHOW,
    STRIKE,
    TAKE,
    TAKEN,
    TEXT,
    TODAY,
    UNLINK,
    UNSHOW,
)
from tests.followup.test_holding import OVER as OVER_NOW

NONE = "There is no such case"
OPEN = FACTS[:4]
ERASED = CaseTextErased(
    what="reprisal",
    item_id=NAME.case_id,
    erasure_id="1",
    basis="consent",
    asked_by="person",
    erased_by="somebody",
    erased_at=AT,
)
LAW = replace(REPORTED, relation="law", act="legislation")


APART = (SEND, PASS, SHARE, NOTE, STRIKE, DETAIL, LINK, UNLINK, SHOW, UNSHOW)


def after(*facts: Any) -> Any:
    return given(REPRISAL, *facts)


def at_step(command: Any, *facts: Any) -> Any:
    return replace(command, step=len(facts))


def test_it_goes_from_the_report_to_the_reopening_step_by_step() -> None:
    for number, (command, by, fact) in enumerate(EVERY):
        after(*FACTS[:number]).when(command, by=by).then(fact)
    after(REPORTED).when(REPORT, by=OFFICER).then_nothing()
    apart = {type(one) for one in APART}
    assert {type(command) for command, *_ in EVERY[1:]} | apart == set(get_args(Step))


def test_who_may_report_and_from_where() -> None:
    after().when(REPORT, by=HOLDER).then(
        replace(REPORTED, done_by="holder-1", as_holder="holder-1", as_officer=None)
    )
    by_focal = replace(REPORTED, done_by="focal-1", as_officer=None)
    after().when(REPORT, by=FOCAL).then(by_focal)
    mail = replace(REPORT, origin="mail", link=None)
    after().when(mail, by=FOCAL).then(replace(by_focal, origin="mail", link=None))
    for role in frozenset(Role) - {
        Role.REPRISALS_FOCAL_POINT,
        Role.MANDATE_HOLDER,
        Role.HUMAN_RIGHTS_OFFICER,
    }:
        after().when(REPORT, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()
    after().when(REPORT, by=replace(OFFICER, mandates=frozenset())).then_forbidden()
    for wrong in (
        {"mandate": "x"},
        {"state": "XXX"},
        {"origin": "x"},
        {"origin": "mail"},
        {"link": None},
        {"relation": "x"},
        {"act": "x"},
    ):
        after().when(replace(REPORT, **wrong), by=OFFICER).then_refused("list")
    for known in ((REPORTED,), (REPORTED, NAMED)):
        after(*known).when(replace(REPORT, act="arrest"), by=FOCAL).then_refused(NONE)


def test_the_particulars_are_of_the_group_before_it_is_screened_and_until_it_is_over() -> None:
    after(REPORTED).when(DETAIL, by=OFFICER).then(DETAILED)
    by_focal = replace(DETAILED, done_by="focal-1")
    after(*OPEN).when(at_step(DETAIL, *OPEN), by=FOCAL).then(by_focal)
    after(REPORTED, DETAILED).when(at_step(NAME, REPORTED, DETAILED), by=FOCAL).then(NAMED)
    after(REPORTED).when(DETAIL, by=HOLDER).then_refused(NONE)
    none: dict[str, Any] = dict.fromkeys(PARTICULARS, None)
    nothing = replace(DETAIL, **none)
    after(REPORTED).when(nothing, by=OFFICER).then_refused("at least one")
    over = FACTS[: FACTS.index(CLOSED) + 1]
    after(*over).when(at_step(DETAIL, *over), by=OFFICER).then_refused("closed")


def test_a_reprisal_for_a_submission_we_never_received() -> None:
    mail = replace(REPORT, origin="mail", link=None)
    reported = replace(REPORTED, origin="mail", link=None)
    after().when(mail, by=OFFICER).then(reported)
    after(reported).when(at_step(NAME, 1), by=FOCAL).then(NAMED)


@pytest.mark.parametrize("command", [command for command, *_ in EVERY[1:]] + [SEND])
def test_for_whoever_is_not_of_the_group_there_is_none(command: Any) -> None:
    """XR1, XR2: the sentence is that of a case that never was, whatever they ask."""
    outside = [
        replace(OFFICER, actor_id="officer-2"),
        replace(HOLDER, actor_id="holder-2"),
        replace(HOLDER, mandates=frozenset()),
        replace(OFFICER, roles=frozenset({Role.MANDATE_HOLDER})),
        replace(HOLDER, roles=frozenset({Role.HUMAN_RIGHTS_OFFICER})),
        *(Actor(actor_id="officer-1", roles=frozenset({role})) for role in Role if role != "x"),
    ]
    for by in outside:
        if by.has(Role.REPRISALS_FOCAL_POINT):
            continue
        after().when(command, by=by).then_refused(NONE)
        for facts in (FACTS[:1], FACTS[:4], FACTS[:9], FACTS[:12]):
            after(*facts).when(command, by=by).then_refused(NONE)
    given(REPRISAL, NAMED).when(command, by=FOCAL).then_refused(NONE)


@pytest.mark.parametrize("role", [Role.CONTACT_POINT, Role.GOVERNMENT, Role.NGO_MEMBER])
def test_the_contact_points_own_staff_is_the_victim_and_the_nhri_is_the_author(role: Role) -> None:
    """No account of an institution or a Government has a part, whatever else it holds."""
    both = replace(FOCAL, roles=FOCAL.roles | {role})
    after(REPORTED).when(NAME, by=both).then_refused(NONE)
    after().when(REPORT, by=both).then_forbidden()


def test_a_desk_officer_of_the_state_has_no_part() -> None:
    desk = replace(FOCAL, roles=FOCAL.roles | {Role.DESK_OFFICER}, states=frozenset({"KEN"}))
    after(REPORTED).when(NAME, by=desk).then_refused(NONE)
    elsewhere = replace(desk, states=frozenset({"CHE"}))
    after(REPORTED).when(NAME, by=elsewhere).then(NAMED)


def test_each_step_is_of_whom_the_specification_says() -> None:
    for number, (command, by, _) in enumerate(EVERY):
        if number in (0, 2, 5):
            continue
        allowed = {
            ANSWER: (OFFICER, HOLDER),
            CONSENT: (OFFICER, HOLDER),
            TAKE: (HOLDER, FOCAL),
            CLOSE: (HOLDER, FOCAL),
            CLOSE_TOO: (HOLDER, FOCAL),
        }.get(command, (by,))
        for other in (OFFICER, HOLDER, FOCAL):
            if other not in allowed and number > 1:
                after(*FACTS[:number]).when(command, by=other).then_forbidden()
    after(REPORTED).when(NAME, by=OFFICER).then_forbidden()
    for number, command in ((6, DECIDE), (4, CONSENT), (8, ANSWER)):
        over = after(*FACTS[:number], OVER_NOW)
        over.when(command, by=HOLDER).then_refused("Nobody signs")


def test_the_link_is_stated_and_the_next_look_is_compulsory() -> None:
    reported = after(*FACTS[:3])
    for when in (None, TODAY, TODAY + 91 * DAY):
        reported.when(replace(SCREEN, next_look_on=when), by=FOCAL).then_refused("look again")
    imminent = after(replace(REPORTED, imminent=True), *FACTS[1:3])
    imminent.when(replace(SCREEN, next_look_on=TODAY + 31 * DAY), by=FOCAL).then_refused("look")
    out = replace(SCREEN, in_scope=False)
    gone = replace(SCREENED, in_scope=False, next_look_on=None)
    reported.when(out, by=FOCAL).then(gone)
    after(*FACTS[:3], gone).when(CONSENT, by=OFFICER).then_refused("is closed")
    reopen = replace(REOPEN, step=4)
    after(*FACTS[:3], gone).when(reopen, by=FOCAL).then(REOPENED)
    after(REPORTED).when(replace(CONSENT, step=1), by=OFFICER).then_refused("Screen")
    after(*OPEN).when(replace(SCREEN, step=4), by=FOCAL).then_refused("is screened")
    after(*OPEN).when(SCREEN, by=FOCAL).then_refused("went on meanwhile")
    after(*OPEN).when(replace(REOPEN, step=4), by=FOCAL).then_refused("is open")


def test_a_victim_is_contacted_by_no_mail() -> None:
    """XR4: by the return channel, or in person."""
    after(*FACTS[:2]).when(replace(CONTACT, channel="mail"), by=OFFICER).then_refused("contacted")


def test_consent_is_informed_and_of_each_action_alone() -> None:
    some = after(*OPEN)
    for wrong, says in (
        ({"consent": "x"}, "from the list"),
        ({"answer": "x"}, "from the list"),
        ({"given_by": "x"}, "who has answered"),
        ({"given_by": "nobody"}, "who has answered"),
        ({"informed": False}, "risk first"),
        ({"answer": "conditions"}, "conditions"),
        ({"given_by": "family"}, "reason"),
        ({"answer": "withdrawn"}, "no consent that"),
    ):
        some.when(replace(CONSENT, **wrong), by=OFFICER).then_refused(says)
    refused = replace(CONSENT, answer="no", informed=False)
    some.when(refused, by=OFFICER).then(replace(CONSENTED, answer="no", informed=False))
    of_holder = replace(CONSENT, given_by="holder", informed=False, note=TEXT)
    some.when(of_holder, by=OFFICER).then_forbidden()
    decided = replace(CONSENTED, given_by="holder", informed=False, note=TEXT, done_by="holder-1")
    some.when(of_holder, by=HOLDER).then(decided)
    whole = (*OPEN, CONSENTED, ASSESSED)
    for action, consent in ACTIONS.items():
        other = replace(DECIDE, action=action)
        if consent == "letter":
            after(*whole).when(other, by=HOLDER).then(DECIDED)
        else:
            after(*whole).when(other, by=HOLDER).then_refused("no consent to")
    after(*whole).when(replace(DECIDE, action="x"), by=HOLDER).then_refused("from the list")


def test_an_assessment_is_good_for_less_than_seven_days() -> None:
    some = after(*OPEN, CONSENTED)
    some.when(replace(DECIDE, step=5), by=HOLDER).then_refused("what harm")
    assessed = after(*OPEN, CONSENTED, ASSESSED)
    assessed.when(DECIDE, by=HOLDER, at=AT + 7 * DAY).then_refused("7 days")
    late = AT + 6 * DAY
    assessed.when(DECIDE, by=HOLDER, at=late).then(replace(DECIDED, done_at=late))
    for day in (TODAY + DAY, TODAY - DAY):
        some.when(replace(ASSESS, assessed_on=day), by=OFFICER).then_refused("made since")
    some.when(replace(ASSESS, consent="x"), by=OFFICER).then_refused("from the list")


def test_arrest_after_consent() -> None:
    """What is worse, or comes back, is at another risk: it is asked and assessed anew."""
    worse = replace(FOLLOWED, condition="worse")
    history = (*FACTS[:7], worse)
    after(*history).when(replace(TAKE, step=8), by=HOLDER).then_refused("decides on")
    after(*history).when(replace(DECIDE, step=8), by=HOLDER).then_refused("no consent")
    far = replace(FOLLOW, step=8, condition="same", next_look_on=TODAY + 31 * DAY)
    after(*history).when(far, by=FOCAL).then_refused("look again")
    family = replace(CONSENT, step=8, given_by="family", note=TEXT)
    asked = replace(CONSENTED, given_by="family", note=TEXT)
    after(*history).when(family, by=OFFICER).then(asked)
    again = (*history, asked, ASSESSED)
    urgent = replace(DECIDED, urgent=True)
    after(*again).when(replace(DECIDE, step=10), by=HOLDER).then(urgent)
    soon = replace(FOLLOW, step=7, condition="worse", next_look_on=TODAY + 31 * DAY)
    after(*FACTS[:7]).when(soon, by=FOCAL).then_refused("look again")


def test_a_law_that_punishes_cooperation_has_no_victim() -> None:
    law = replace(REPORT, relation="law", act="legislation")
    after().when(law, by=OFFICER).then(LAW)
    some = (LAW, NAMED, SCREENED)
    after(LAW, NAMED).when(CONTACT, by=OFFICER).then_refused("contacted")
    nobody = replace(CONSENT, step=3, given_by="nobody", informed=False)
    agreed = replace(CONSENTED, given_by="nobody", informed=False)
    after(*some).when(nobody, by=OFFICER).then(agreed)
    after(*some).when(replace(CONSENT, step=3), by=OFFICER).then_refused("who has answered")
    untold = replace(CLOSE, step=3, told_on=None)
    after(*some).when(untold, by=HOLDER).then(replace(AGREED, told_on=None))


def test_the_victim_is_never_named_in_a_letter() -> None:
    """A case knows of a letter that there was one: no text of it, no name, and no link to it."""
    names = set(TAKEN.__dataclass_fields__) | set(DECIDED.__dataclass_fields__)
    assert not names & {"victim", "name", "text", "communication_id", "submission_id"}
    assert TAKEN.note.subject == f"reprisal-{TAKEN.case_id}"


def test_an_action_is_taken_once_it_was_decided() -> None:
    some = after(*FACTS[:7])
    for day in (TODAY + DAY, TODAY - DAY):
        some.when(replace(TAKE, taken_on=day), by=HOLDER).then_refused("since the report")
    some.when(TAKE, by=FOCAL).then(replace(TAKEN, done_by="focal-1"))
    again = (*FACTS[:7], TAKEN)
    after(*again).when(replace(TAKE, step=8), by=HOLDER).then_refused("decides on")
    anew = replace(DECIDE, step=8)
    after(*again).when(anew, by=HOLDER).then(DECIDED)
    between = (*FACTS[:7], FOLLOWED)
    after(*between).when(anew, by=HOLDER).then_nothing()


def test_the_answer_of_the_state_is_recorded() -> None:
    some = after(*FACTS[:8])
    some.when(replace(ANSWER, value="x"), by=OFFICER).then_refused("from the list")
    for day in (TODAY + DAY, TODAY - DAY):
        some.when(replace(ANSWER, answered_on=day), by=OFFICER).then_refused("received")
    followed = after(*FACTS[:9])
    followed.when(replace(FOLLOW, condition="x"), by=FOCAL).then_refused("how the victim is")


def test_the_report_of_the_secretary_general_has_a_period_a_closing_date_and_a_budget() -> None:
    whole = (*OPEN, replace(CONSENTED, consent="sg_report"), replace(ASSESSED, consent="sg_report"))
    after(*whole).when(SEND, by=FOCAL).then(SENT)
    after(*whole).when(SEND, by=HOLDER).then_forbidden()
    after(*OPEN, CONSENTED, ASSESSED).when(SEND, by=FOCAL).then_refused("no consent to")
    for wrong, says in (
        ({"year": 2000}, "from the list"),
        ({"part": "x"}, "from the list"),
        ({"year": 2020}, "1 May 2020"),
        ({"words": 0}, "10,700"),
        ({"words": 10_701}, "10,700"),
        ({"part": "annex_ii"}, "an earlier report"),
    ):
        after(*whole).when(replace(SEND, **wrong), by=FOCAL).then_refused(says)
    earlier = (*whole, replace(SENT, year=2025))
    second = replace(SEND, step=7, part="annex_ii")
    after(*earlier).when(second, by=FOCAL).then(replace(SENT, part="annex_ii"))
    assert (report_of(2015).first.isoformat(), report_of(2015).last.isoformat()) == (
        "2014-06-01",
        "2015-05-31",
    )
    assert report_of(2020).first.isoformat() == "2019-06-01"
    assert report_of(2020).last.isoformat() == "2020-04-30"


def test_no_day_is_of_two_annual_reports_and_none_of_no_report() -> None:
    for year in range(2015, 2031):
        assert report_of(year).first == report_of(year - 1).last + DAY
        assert report_of(year).closes_on > report_of(year).last


def test_it_is_closed_by_two_and_the_victim_is_told_first() -> None:
    whole = FACTS[:10]
    for day in (None, TODAY + DAY, TODAY - DAY):
        after(*whole).when(replace(CLOSE, told_on=day), by=HOLDER).then_refused("Tell the victim")
    after(*whole).when(replace(CLOSE, reason="x"), by=HOLDER).then_refused("reason")
    by_focal = replace(AGREED, done_by="focal-1", part="focal")
    after(*whole).when(CLOSE, by=FOCAL).then(by_focal)
    after(*whole, AGREED).when(CLOSE_TOO, by=HOLDER).then(AGREED)
    second = replace(HOLDER, actor_id="holder-2")
    two = (*FACTS[:1], replace(NAMED, holders=("holder-1", "holder-2")), *FACTS[2:10])
    by_second = replace(AGREED, done_by="holder-2")
    after(*two, AGREED).when(CLOSE_TOO, by=second).then(by_second)
    meanwhile = (*whole, AGREED, FOLLOWED)
    after(*meanwhile).when(replace(CLOSE, step=12), by=FOCAL).then(by_focal)
    contacted = (*whole, AGREED, replace(CONTACTED, next_look_on=None))
    after(*contacted).when(replace(CLOSE, step=12), by=FOCAL).then(CLOSED)
    other = replace(CLOSE_TOO, reason="resolved")
    after(*whole, AGREED).when(other, by=FOCAL).then(replace(by_focal, reason="resolved"))
    closed = (*whole, AGREED, CLOSED)
    for day in (None, TODAY + DAY):
        after(*closed).when(replace(REOPEN, told_on=day), by=FOCAL).then_refused("Tell the victim")
    after(*closed).when(replace(FOLLOW, step=12), by=FOCAL).then_refused("is closed")
    erased = replace(CLOSE, reason="erased", told_on=None)
    after(*whole).when(erased, by=HOLDER).then_refused("Nothing was erased")
    after(*whole, ERASED).when(erased, by=HOLDER).then(
        replace(AGREED, reason="erased", told_on=None)
    )


def test_a_decision_reads_who_holds_the_mandate() -> None:
    assert REPRISAL.consults(REPORT, REPRISAL.initial) == []
    assert REPRISAL.consults(NAME, REPRISAL.initial) == []
    assert len(REPRISAL.consults(NAME, REPRISAL.fold([REPORTED]))) == 1
    erasure = RecordErasure(
        what="reprisal", item_id=NAME.case_id, erasure_id="1", basis="consent", asked_by="person"
    )
    recorded = ERASURE.stream(erasure)
    assert recorded in REPRISAL.consults(CLOSE, REPRISAL.fold([REPORTED]))


def test_the_codes_of_the_specification_are_there() -> None:
    assert len(ACTS) == 16
    assert len(RELATIONS) == 5
    assert CONTACTED.channel != "mail"
    assert LOOK > TODAY
