"""Partners of a mission: M2 of section E.4, by whom, up to when, and what each may do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.followup import holding
from services.followup.mission.partner import PARTNER, on_followup
from shared.contracts import followup_partners as facts
from shared.contracts.approvals_holding import MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import (
    MissionPlansChanged,
    MissionStepTaken,
    ProgrammeItemSet,
)
from shared.contracts.followup_partner_commands import (
    AcceptPartnerUndertaking,
    AdmitPartner,
    EndPartner,
    GivePartnerAdvice,
    MarkPartnerTask,
    ShowPartnerItems,
)
from shared.core.actor import system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.organisations import register_id
from shared.reference.partners import LASTS, MOST_TASKS, PARTS, partner_id
from tests.followup.missions import MISSION_ID, OPENED, item
from tests.followup.missions import fact as of_mission
from tests.followup.partners import (
    ADMITTED,
    AGENCY,
    INSTITUTION,
    PROPOSE,
    PROPOSED,
    SET,
    TASK,
    TASK_ID,
    UNDERTAKEN,
    ask,
    fact,
    of_agency,
)
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    SOON,
    STATE,
    TODAY,
)

OFFICE = replace(OFFICER, actor_id="officer-9")
BOTH = replace(HOLDER, roles=HOLDER.roles | OFFICER.roles)
ADMIT, END = ask(AdmitPartner, seen=1), ask(EndPartner)
ACCEPT = ask(AcceptPartnerUndertaking)
DONE = ask(MarkPartnerTask, task_id=TASK_ID, now="done")
HOLDS = held(holder_id=HOLDER.actor_id)
CALLED_OFF = of_mission(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
LATER = AT + timedelta(days=201)


def after(*history: Any) -> Any:
    return given(PARTNER, OPENED, HOLDS, *history)


def began(what: Any = "began", phase: Any = "underway") -> Any:
    return of_mission(MissionStepTaken, 3, what=what, phase=phase, on=TODAY, note_id="n", note=None)


def test_m2_the_office_proposes_and_another_the_holder_admits() -> None:
    after().when(PROPOSE, by=OFFICER).then(PROPOSED)
    after(PROPOSED).when(PROPOSE, by=OFFICER).then_nothing()
    after(PROPOSED).when(ADMIT, by=HOLDER).then(ADMITTED)
    after(PROPOSED, ADMITTED).when(ADMIT, by=HOLDER).then_nothing()
    for wrong in (HOLDER, OTHER_OFFICER, INSTITUTION):
        after().when(PROPOSE, by=wrong).then_forbidden()
    for wrong in (OFFICER, OTHER_HOLDER, INSTITUTION):
        after(PROPOSED).when(ADMIT, by=wrong).then_forbidden()
    mine = replace(PROPOSED, done_by=BOTH.actor_id)
    after(mine).when(ADMIT, by=BOTH).then_forbidden()
    after(PROPOSED).when(replace(ADMIT, seen=0), by=HOLDER).then_refused("has changed")
    after().when(ADMIT, by=HOLDER).then_refused("no such partner")
    given(PARTNER).when(PROPOSE, by=OFFICER).then_refused("no such mission")
    after(CALLED_OFF).when(PROPOSE, by=OFFICER).then_refused("called off")
    after(PROPOSED, CALLED_OFF).when(ADMIT, by=HOLDER).then_refused("called off")
    assert PARTNER.consults(ADMIT, PARTNER.initial) == [
        f"mission-{MISSION_ID}",
        holding.stream(MANDATE),
    ]


def test_m1_the_desk_officer_of_the_state_is_proposed_once_and_not_admitted() -> None:
    (command,) = on_followup(OPENED)
    policy, last = system("policy"), SOON.last + LASTS
    desk = {"partner_id": command.partner_id, "kind": "desk", "who": STATE}
    days = {"scope": tuple(PARTS), "first": TODAY, "until": last}
    proposed = replace(PROPOSED, **desk, **days, done_by=policy.actor_id)
    given(PARTNER, OPENED).when(command, by=policy).then(proposed)
    after(proposed).when(command, by=policy).then_nothing()
    after(CALLED_OFF).when(command, by=policy).then_nothing()
    member = replace(INSTITUTION, roles=frozenset({Role.DESK_OFFICER}), states=frozenset({STATE}))
    accept = replace(ACCEPT, partner_id=command.partner_id)
    after(proposed).when(accept, by=member).then_refused("no such mission")
    admitted = replace(ADMITTED, partner_id=command.partner_id)
    admit = replace(ADMIT, partner_id=command.partner_id)
    after(proposed).when(admit, by=HOLDER).then(admitted)
    abroad = replace(member, states=frozenset({"FRA"}))
    after(proposed, admitted).when(accept, by=abroad).then_refused("no such mission")
    undertaken = replace(UNDERTAKEN, partner_id=command.partner_id, done_by=member.actor_id)
    after(proposed, admitted).when(accept, by=member).then(replace(undertaken, step=3))
    other = partner_id(MISSION_ID, "desk", "FRA")
    wrong = replace(PROPOSE, kind="desk", who="FRA", partner_id=other)
    after().when(wrong, by=OFFICER).then_refused("State that is visited")


def test_m4_advice_is_asked_of_a_partner_and_given_changed_or_refused() -> None:
    ask_, task = replace(SET, advice="legal"), replace(TASK, advice="legal")
    before = (PROPOSED, ADMITTED, UNDERTAKEN)
    after(*before).when(ask_, by=OFFICER).then(task)
    text, more = (Sealed(f"mission-{each}", "dGV4dA") for each in ("a-1", "a-2"))
    give = ask(GivePartnerAdvice, task_id=TASK_ID, advice_id="a-1", advice=text)
    by = INSTITUTION.actor_id
    of = {"task_id": TASK_ID, "done_by": by}
    given_ = fact(facts.PartnerAdviceGiven, 5, **of, advice_id="a-1", advice=text)
    asked = after(*before, task)
    late = AT + timedelta(days=20)  # its last day is over
    asked.when(give, by=INSTITUTION, at=late).then(replace(given_, done_at=late))
    asked.when(DONE, by=INSTITUTION).then_refused("say that you give none")
    for wrong in (OFFICER, HOLDER, AGENCY, replace(INSTITUTION, actor_id="person-2")):
        asked.when(give, by=wrong).then_refused("There is no such")
    after(*before, TASK).when(give, by=INSTITUTION).then_refused("no such task")
    told = after(*before, task, given_)
    told.when(give, by=INSTITUTION).then_nothing()
    again = replace(give, advice_id="a-2", advice=more)
    told.when(again, by=INSTITUTION).then(replace(given_, step=6, advice_id="a-2", advice=more))
    none = replace(give, advice_id="a-3", advice=None)
    refused = replace(given_, advice_id="a-3", advice=None)
    asked.when(none, by=INSTITUTION).then(refused)
    unneeded = fact(facts.PartnerTaskMarked, 5, task_id=TASK_ID, now="unneeded")
    for closed in (refused, unneeded):
        after(*before, task, closed).when(again, by=INSTITUTION).then_refused("any more")
    reopened = replace(unneeded, step=6, now="open")
    after(*before, task, refused, reopened).when(again, by=INSTITUTION).then(
        replace(given_, step=7, advice_id="a-2", advice=more)
    )


def test_while_nobody_holds_the_mandate_another_officer_admits() -> None:
    before = replace(HOLDS, term=replace(HOLDS.term, last=TODAY - DAY)) if HOLDS.term else HOLDS
    vacant = given(PARTNER, OPENED, before, PROPOSED)
    vacant.when(ADMIT, by=OFFICER).then_forbidden()
    vacant.when(ADMIT, by=OFFICE).then(replace(ADMITTED, done_by=OFFICE.actor_id))


def test_a_proposal_is_of_the_lists_and_of_days_to_come() -> None:
    other = partner_id(MISSION_ID, "nhri", "")
    for wrong, says in (
        ({"kind": "x"}, "which kind"),
        ({"who": "", "partner_id": other}, "which kind"),
        ({"who": "nhri-2"}, "no such partner"),
        ({"scope": ()}, "the parts"),
        ({"scope": ("during", "x")}, "the parts"),
        ({"until": TODAY - DAY, "first": TODAY - 2 * DAY}, "last day"),
        ({"first": TODAY + 201 * DAY}, "last day"),
        ({"until": TODAY + 800 * DAY}, "last day"),
    ):
        after().when(replace(PROPOSE, **wrong), by=OFFICER).then_refused(says)
    longer = replace(PROPOSE, until=PROPOSE.until + DAY)
    after(PROPOSED).when(longer, by=OFFICER).then_refused("already")


def test_access_ends_by_hand_or_with_its_day_and_begins_anew_without_what_was_before() -> None:
    whole = (PROPOSED, ADMITTED, UNDERTAKEN, TASK)
    ended = fact(facts.PartnerEnded, 5, done_by=HOLDER.actor_id)
    after(*whole).when(END, by=HOLDER).then(ended)
    after(PROPOSED).when(END, by=OFFICER).then(fact(facts.PartnerEnded, 2))
    after(*whole, ended).when(END, by=HOLDER).then_refused("no such partner")
    after(*whole, ended).when(DONE, by=INSTITUTION).then_refused("no such mission")
    after(*whole).when(DONE, by=INSTITUTION, at=LATER).then_refused("no such mission")
    after(*whole, ended).when(ACCEPT, by=INSTITUTION).then_refused("no such mission")
    after(*whole).when(ACCEPT, by=INSTITUTION, at=LATER).then_refused("no such mission")
    again = replace(PROPOSE, until=TODAY + 300 * DAY)
    anew = fact(facts.PartnerProposed, 6, **_days(again))
    after(*whole, ended).when(again, by=OFFICER).then(anew)
    over = replace(anew, step=5, done_at=LATER)
    after(*whole).when(again, by=OFFICER, at=LATER).then(over)
    after(*whole, ended, anew).when(DONE, by=OFFICER).then_refused("no such task")
    after(*whole, ended, anew).when(ACCEPT, by=INSTITUTION).then_refused("no such mission")


def test_one_organisation_is_one_partner_by_its_code_or_by_the_register() -> None:
    assert partner_id(MISSION_ID, "nhri", register_id("nhri-1")) == PROPOSE.partner_id
    entry = replace(INSTITUTION, organisation_id=register_id("nhri-1"))
    after(PROPOSED, ADMITTED).when(ACCEPT, by=entry).then(UNDERTAKEN)
    nobody = replace(INSTITUTION, organisation_id=None)
    after(PROPOSED, ADMITTED).when(ACCEPT, by=nobody).then_refused("no such mission")


def _days(command: Any) -> dict[str, Any]:
    names = ("kind", "who", "scope", "first", "until")
    return {name: getattr(command, name) for name in names}


def test_the_partner_undertakes_first_and_marks_its_own_tasks() -> None:
    after(PROPOSED, ADMITTED).when(ACCEPT, by=INSTITUTION).then(UNDERTAKEN)
    after(PROPOSED, ADMITTED, UNDERTAKEN).when(ACCEPT, by=INSTITUTION).then_nothing()
    after(PROPOSED).when(ACCEPT, by=INSTITUTION).then_refused("no such mission")
    whole = (PROPOSED, ADMITTED, UNDERTAKEN, TASK)
    marked = fact(
        facts.PartnerTaskMarked, 5, done_by=INSTITUTION.actor_id, task_id=TASK_ID, now="done"
    )
    after(*whole).when(DONE, by=INSTITUTION).then(marked)
    after(*whole, marked).when(DONE, by=INSTITUTION).then_nothing()
    unneeded = replace(DONE, now="unneeded")
    after(*whole).when(unneeded, by=INSTITUTION).then_refused("no such task")
    gone = replace(marked, now="unneeded", done_by=OFFICER.actor_id)
    after(*whole).when(unneeded, by=OFFICER).then(gone)
    after(*whole, gone).when(DONE, by=INSTITUTION).then_refused("no such task")
    colleague = replace(INSTITUTION, actor_id="person-2")
    after(*whole).when(DONE, by=colleague).then_refused("no such task")
    own = replace(UNDERTAKEN, step=5, done_by=colleague.actor_id)
    after(*whole).when(ACCEPT, by=colleague).then(own)
    by_both = replace(marked, step=6, done_by=colleague.actor_id)
    after(*whole, own).when(DONE, by=colleague).then(by_both)
    early = replace(TASK, step=3)
    after(PROPOSED, ADMITTED, early).when(DONE, by=INSTITUTION).then_refused("no such task")
    for wrong in ({"task_id": "x"}, {"now": "x"}):
        after(*whole).when(replace(DONE, **wrong), by=OFFICER).then_refused("no such task")


def test_nobody_else_learns_that_there_is_a_mission() -> None:
    strange = replace(INSTITUTION, organisation_id="nhri-2")
    member = replace(INSTITUTION, roles=frozenset({Role.NGO_MEMBER}))
    nobody = replace(INSTITUTION, organisation_id=None)
    whole = (PROPOSED, ADMITTED, UNDERTAKEN, TASK)
    for wrong in (strange, member, nobody, AGENCY, OFFICER):
        after(*whole).when(ACCEPT, by=wrong).then_refused("no such mission")
        given(PARTNER).when(ACCEPT, by=wrong).then_refused("no such mission")
    for wrong in (strange, member, AGENCY):
        after(*whole).when(DONE, by=wrong).then_refused("no such mission")
        given(PARTNER).when(DONE, by=wrong).then_refused("no such mission")
    after(*whole).when(DONE, by=OTHER_OFFICER).then_forbidden()
    moved = [replace(PROPOSED, mission_id="another"), *whole[1:]]
    for command, by in ((ACCEPT, INSTITUTION), (DONE, INSTITUTION), (DONE, OFFICER)):
        after(*moved).when(command, by=by).then_refused("There is no such")
    for command in (ADMIT, END, SET):
        after(moved[0]).when(command, by=HOLDER).then_refused("no such partner")
    elsewhere = replace(ACCEPT, mandate="wgad")
    after(*whole).when(elsewhere, by=INSTITUTION).then_refused("no such mission")
    mine = tuple(map(of_agency, (PROPOSED, ADMITTED)))
    after(*mine).when(of_agency(ACCEPT), by=AGENCY).then(
        replace(of_agency(UNDERTAKEN), done_by=AGENCY.actor_id)
    )


def test_a_scope_is_open_while_the_mission_stands_there() -> None:
    ended = began("ended", "ended")
    alone = replace(PROPOSED, scope=("during",))
    for one, history, opens in (
        (PROPOSED, (), True),
        (alone, (), False),
        (alone, (began(),), True),
        (alone, (began(), ended), False),
        (replace(PROPOSED, scope=("follow_up",)), (began(), ended), True),
        (replace(PROPOSED, first=TODAY + DAY), (), False),
    ):
        now = after(one, ADMITTED, *history).when(ACCEPT, by=INSTITUTION)
        if opens:
            now.then(UNDERTAKEN)
        else:
            now.then_refused("no such mission")


def test_access_ends_with_the_mandate_which_nobody_is_left_to_end() -> None:
    for last, over in ((TODAY - DAY, True), (TODAY, False)):
        life = MandateLifeNoted(
            mandate=MANDATE, transmits_until=None, signs_until=last, noted_at=AT
        )
        now = after(HoldingHeard(mandate=MANDATE, life=life), PROPOSED, ADMITTED)
        asked = now.when(ACCEPT, by=INSTITUTION)
        if over:
            asked.then_refused("no such mission")
        else:
            asked.then(UNDERTAKEN)


def test_tasks_are_of_a_part_of_the_scope_and_not_too_many() -> None:
    whole = (PROPOSED, ADMITTED, UNDERTAKEN)
    after(*whole).when(SET, by=OFFICER).then(TASK)
    after(*whole, TASK).when(SET, by=OFFICER).then_nothing()
    after(*whole).when(SET, by=INSTITUTION).then_forbidden()
    for wrong, says in (
        ({"part": "follow_up"}, "a part of the visit"),
        ({"due": TODAY - DAY}, "from today on"),
        ({"due": TODAY + 800 * DAY}, "from today on"),
    ):
        after(*whole).when(replace(SET, **wrong), by=OFFICER).then_refused(says)
    many = [replace(TASK, task_id=str(n), step=4 + n) for n in range(MOST_TASKS)]
    after(*whole, *many).when(SET, by=OFFICER).then_refused("as many tasks")


def test_an_institution_is_shown_single_items_and_nobody_else_is() -> None:
    one = item()
    official = of_mission(ProgrammeItemSet, 2, item=one)
    show = ask(ShowPartnerItems, seen=2, items=(one.item_id, one.item_id))
    whole = (official, PROPOSED, ADMITTED)
    shown = fact(facts.PartnerItemsShown, 3, items=(one.item_id,))
    after(*whole).when(show, by=OFFICER).then(shown)
    after(*whole, shown).when(show, by=OFFICER).then_nothing()
    after(*whole).when(replace(show, seen=1), by=OFFICER).then_refused("has changed")
    after(*whole).when(replace(show, items=("x",)), by=OFFICER).then_refused("from the programme")
    agency = tuple(map(of_agency, (PROPOSED, ADMITTED)))
    after(official, *agency).when(of_agency(show), by=OFFICER).then_refused("Only a national")
