"""The dialogue on a mission (E.8): for whom a thread is, who writes in it, and until when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from services.followup import holding
from services.followup.app import service
from services.followup.mission.thread import THREAD
from shared.contracts import followup_partners as partners
from shared.contracts import followup_visit_threads as facts
from shared.contracts.followup_missions import (
    MissionGoesOnIn,
    MissionPlansChanged,
    MissionStepTaken,
)
from shared.contracts.followup_visit_thread_commands import OpenVisitThread
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.platform.settings import Settings
from shared.reference.visit_threads import (
    AUDIENCES,
    MOST_CORRECTIONS,
    MOST_FILES,
    MOST_MESSAGES,
    last_day,
)
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.partners import (
    ADMITTED,
    AGENCY,
    INSTITUTION,
    PARTNER_ID,
    PROPOSED,
    UNDERTAKEN,
    of_agency,
)
from tests.followup.partners import fact as of_partner
from tests.followup.test_visit_file import held
from tests.followup.threads import (
    ADD_FILE,
    CORRECT,
    CORRECTED,
    FILED,
    FIRST,
    OPEN,
    SECOND,
    STRIKE,
    STRUCK,
    WRITE,
    opened,
    sealed,
    written,
)
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    STATE,
    TODAY,
    person,
)

HOLDS = held(holder_id=HOLDER.actor_id)
DESK = person("desk-1", Role.DESK_OFFICER, states=frozenset({STATE}))
GOVERNMENT = person("state-1", Role.GOVERNMENT, states=frozenset({STATE}))
ABROAD = person("state-2", Role.GOVERNMENT, states=frozenset({"FRA"}))
NGO = person("ngo-1", Role.NGO_MEMBER, organisation_id="org-1")
ADMISSION = (PROPOSED, ADMITTED, UNDERTAKEN)
CALLED_OFF = of_mission(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
MINE = replace(WRITE, partner_id=PARTNER_ID)
AUDIENCE = get_args(facts.Audience)


def after(*history: Any) -> Any:
    return given(THREAD, OPENED, HOLDS, *history)


def took(what: Any, phase: Any, step: int = 2) -> Any:
    return of_mission(
        MissionStepTaken, step, what=what, phase=phase, on=TODAY, note_id="n", note=None
    )


CLOSED = tuple(
    took(what, phase, step)
    for step, (what, phase) in enumerate(
        (("began", "underway"), ("ended", "ended"), ("completed", "completed")), 2
    )
)


def admission(kind: Any) -> tuple[Any, ...]:
    """Return the admission of a partner of this kind, who comes as the person of that kind."""
    if kind == "nhri":
        return ADMISSION
    if kind == "ngo":
        return (replace(PROPOSED, kind="ngo", who="org-1"), *ADMISSION[1:])
    return tuple(of_agency(each, kind) for each in ADMISSION)


WHO = {"rc": AGENCY, "unct": AGENCY, "security": AGENCY, "nhri": INSTITUTION, "ngo": NGO}


def test_the_mandate_opens_a_thread_for_one_audience() -> None:
    for audience in AUDIENCE:
        after().when(replace(OPEN, audience=audience), by=OFFICER).then(*opened(audience))
    after(*opened()).when(OPEN, by=OFFICER).then_nothing()
    wider = replace(OPEN, audience="state")
    after(*opened("rc")).when(wider, by=OFFICER).then_refused("no such thread")
    after(*opened()).when(replace(OPEN, mission_id="m-2"), by=OFFICER).then_refused("no such thr")
    after().when(replace(OPEN, audience="everybody"), by=OFFICER).then_refused("who reads it")
    given(THREAD).when(OPEN, by=OFFICER).then_refused("no such mission")
    for wrong in (OTHER_OFFICER, OTHER_HOLDER, INSTITUTION, AGENCY, NGO, DESK, GOVERNMENT):
        after().when(OPEN, by=wrong).then_forbidden()
    assert AUDIENCES.keys() == set(AUDIENCE)


def test_a_government_opens_a_thread_of_official_notes_and_no_other() -> None:
    note = replace(OPEN, audience="state")
    thread, first = (replace(each, done_by=GOVERNMENT.actor_id) for each in opened("state"))
    after().when(note, by=GOVERNMENT).then(thread, replace(first, side="state"))
    after(thread, first).when(note, by=GOVERNMENT).then_nothing()
    after().when(note, by=ABROAD).then_forbidden()
    after().when(replace(note, mandate="sr-health"), by=GOVERNMENT).then_forbidden()
    given(THREAD).when(note, by=GOVERNMENT).then_forbidden()
    after(*CLOSED).when(note, by=GOVERNMENT).then_refused("The visit is closed")
    of = {"joint": "m-2", "joint_step": 3, "into": "m-2", "comes": True}
    behind = of_mission(MissionGoesOnIn, 2, **of)
    after(behind).when(note, by=GOVERNMENT).then_forbidden()
    after(behind, *opened()).when(WRITE, by=OFFICER).then_refused("joint visit")
    after(CALLED_OFF).when(note, by=GOVERNMENT).then_refused("The visit is closed")


@pytest.mark.parametrize("kind", WHO)
def test_a_partner_opens_a_thread_for_an_audience_that_it_is_of(kind: Any) -> None:
    by = WHO[kind]
    for audience in AUDIENCE:
        begin = replace(OPEN, audience=audience, partner_id=PARTNER_ID)
        own = {"done_by": by.actor_id}
        if kind in AUDIENCES[audience]:
            thread, first = (replace(each, **own) for each in opened(audience))
            first = replace(first, side=kind, partner_id=PARTNER_ID)
            after(*admission(kind)).when(begin, by=by).then(thread, first)
        else:
            after(*admission(kind)).when(begin, by=by).then_refused("no such thread")
        for known in ((), admission(kind)[:2]):
            after(*known).when(begin, by=by).then_refused("no such thread")
        elsewhere = replace(begin, mandate="sr-health")
        after(*admission(kind)).when(elsewhere, by=by).then_refused("no such thread")
        after(*admission(kind)).when(begin, by=NGO if kind == "nhri" else INSTITUTION).then_refused(
            "no such thread"
        )
    if kind != "security":
        begin = replace(OPEN, partner_id=PARTNER_ID)
        after(*admission(kind), *CLOSED).when(begin, by=by).then_refused("thread")


def test_nothing_names_another_audience_once_it_is_open() -> None:
    names = [each for each in THREAD_COMMANDS if "audience" in each.__dataclass_fields__]
    assert names == [OpenVisitThread]


THREAD_COMMANDS = [type(each) for each in (OPEN, WRITE, CORRECT, STRIKE, ADD_FILE)]


@pytest.mark.parametrize("audience", AUDIENCE)
def test_each_audience_has_who_is_in_it_and_nobody_else(audience: Any) -> None:
    thread = opened(audience)
    for kind, by in WHO.items():
        mine = after(*thread, *admission(kind)).when(MINE, by=by)
        if kind in AUDIENCES[audience]:
            mine.then(written(3, side=kind, partner_id=PARTNER_ID, done_by=by.actor_id))
        else:
            mine.then_refused("no such thread")
        after(*thread, *admission(kind)).when(WRITE, by=by).then_refused("no such thread")
    for by, side, may in (
        (OFFICER, "mandate", True),
        (HOLDER, "mandate", True),
        (DESK, "desk", audience == "rc"),
        (GOVERNMENT, "state", audience == "state"),
        (ABROAD, "state", False),
        (OTHER_OFFICER, "mandate", False),
        (OTHER_HOLDER, "mandate", False),
        (person("cc-1", Role.COORDINATION_COMMITTEE), "mandate", False),
    ):
        asked = after(*thread).when(WRITE, by=by)
        if may:
            asked.then(written(3, side=side, done_by=by.actor_id))
        else:
            asked.then_refused("no such thread")


def test_who_may_not_read_it_is_told_the_same_as_where_there_is_none() -> None:
    for by in (GOVERNMENT, DESK, ABROAD, INSTITUTION, OTHER_OFFICER):
        for command in (WRITE, CORRECT, STRIKE, ADD_FILE):
            after(*opened("nhri")).when(command, by=by).then_refused("^There is no such thread.$")
            given(THREAD).when(command, by=by).then_refused("^There is no such thread.$")
    for wrong in ({"mandate": "wgad"}, {"mission_id": "m-2"}):
        after(*opened()).when(replace(WRITE, **wrong), by=OFFICER).then_refused("no such thread")


def test_an_admission_is_asked_for_at_each_command() -> None:
    thread = opened("nhri")
    ended = of_partner(partners.PartnerEnded, 4)
    for history in (
        (),
        ADMISSION[:1],
        ADMISSION[:2],
        (*ADMISSION, ended),
        (*ADMISSION, CALLED_OFF),
        (*ADMISSION, took("began", "underway"), took("ended", "ended", 3)),
        (replace(PROPOSED, mission_id="m-2"), *ADMISSION[1:]),
        (replace(PROPOSED, first=TODAY + DAY), *ADMISSION[1:]),
        (replace(PROPOSED, who="nhri-2"), *ADMISSION[1:]),
    ):
        after(*thread, *history).when(MINE, by=INSTITUTION).then_refused("no such thread")
    late = AT + timedelta(days=201)
    after(*thread, *ADMISSION).when(MINE, by=INSTITUTION, at=late).then_refused("no such thread")
    consults = THREAD.consults
    assert consults(WRITE, THREAD.initial) == [f"mission-{MISSION_ID}", holding.stream(MANDATE)]
    assert consults(OPEN, THREAD.initial) == consults(WRITE, THREAD.initial)
    assert consults(MINE, THREAD.initial)[2:] == [f"missionpartner-{PARTNER_ID}"]


def test_a_holder_whose_term_is_over_writes_no_more_and_the_office_does() -> None:
    over = held(holder_id=HOLDER.actor_id, last=TODAY - DAY)
    vacant = given(THREAD, OPENED, over)
    vacant.when(OPEN, by=HOLDER).then_refused("vacant")
    vacant.when(OPEN, by=OFFICER).then(*opened())
    given(THREAD, OPENED, over, *opened()).when(WRITE, by=HOLDER).then_refused("vacant")
    given(THREAD, OPENED, over, *opened()).when(WRITE, by=OFFICER).then(written(3))


def test_who_wrote_a_message_corrects_it() -> None:
    mine = written(3, done_by=HOLDER.actor_id)
    after(*opened(), mine).when(CORRECT, by=HOLDER).then(CORRECTED)
    after(*opened(), mine, CORRECTED).when(CORRECT, by=HOLDER).then_nothing()
    after(*opened(), mine).when(CORRECT, by=OFFICER).then_refused("no such message")
    after(*opened()).when(CORRECT, by=HOLDER).then_refused("no such message")
    after(*opened(), mine, STRUCK).when(CORRECT, by=HOLDER).then_refused("no such message")
    after(*opened(), mine).when(WRITE, by=HOLDER).then_nothing()


def test_who_wrote_a_message_strikes_it_and_the_mandate_what_no_state_wrote() -> None:
    theirs = written(3, side="nhri", partner_id=PARTNER_ID, done_by=INSTITUTION.actor_id)
    struck = replace(STRUCK, done_by=INSTITUTION.actor_id, side="nhri")
    mine = replace(STRIKE, partner_id=PARTNER_ID)
    after(*opened("nhri"), theirs, *ADMISSION).when(mine, by=INSTITUTION).then(struck)
    after(*opened("nhri"), theirs).when(STRIKE, by=OFFICER).then(STRUCK)
    after(*opened("nhri"), theirs, STRUCK).when(STRIKE, by=OFFICER).then_nothing()
    first = replace(mine, message_id=FIRST)
    whole = (*opened("nhri"), theirs, *ADMISSION)
    after(*whole).when(first, by=INSTITUTION).then_refused("no such message")
    after(*whole).when(replace(STRIKE, message_id="x"), by=OFFICER).then_refused("no such message")
    note = written(3, side="state", done_by=GOVERNMENT.actor_id)
    state = (*opened("state"), note)
    after(*state).when(STRIKE, by=OFFICER).then_refused("no such message")
    by_state = replace(STRUCK, done_by=GOVERNMENT.actor_id, side="state")
    after(*state).when(STRIKE, by=GOVERNMENT).then(by_state)


def test_the_mandate_strikes_what_a_colleague_wrote_to_the_state_also_once_it_is_frozen() -> None:
    later = AT + timedelta(days=91)
    theirs = written(3, done_by=HOLDER.actor_id)
    note = written(4, message_id="note", side="state", done_by=GOVERNMENT.actor_id)
    whole = (*opened("state"), theirs)
    after(*whole).when(STRIKE, by=OFFICER).then(STRUCK)
    after(*whole).when(STRIKE, by=GOVERNMENT).then_refused("no such message")
    frozen = after(*whole, note, *CLOSED)
    frozen.when(STRIKE, by=OFFICER, at=later).then(replace(STRUCK, step=5, done_at=later))
    own = replace(STRIKE, message_id="note")
    for by in (GOVERNMENT, OFFICER):
        frozen.when(own, by=by, at=later).then_refused("after 5 Apr 2026")
    after(*whole, STRUCK, *CLOSED).when(STRIKE, by=OFFICER, at=later).then_nothing()


def test_a_thread_freezes_ninety_days_after_the_visit_closed() -> None:
    last, later = AT + timedelta(days=90), AT + timedelta(days=91)
    alone = replace(PROPOSED, scope=("follow_up",))
    whole = (*opened("nhri"), *CLOSED, alone, *ADMISSION[1:])
    mine = written(3, side="nhri", partner_id=PARTNER_ID, done_by=INSTITUTION.actor_id)
    after(*whole).when(MINE, by=INSTITUTION, at=last).then(replace(mine, done_at=last))
    for command, by in (
        (MINE, INSTITUTION),
        (WRITE, OFFICER),
        (CORRECT, OFFICER),
        (replace(STRIKE, message_id="x"), HOLDER),
    ):
        after(*whole).when(command, by=by, at=later).then_refused("after 5 Apr 2026")
    after(*whole).when(WRITE, by=GOVERNMENT, at=later).then_refused("no such thread")
    back = took("taken_back", "ended", 5)
    after(*whole, back).when(WRITE, by=OFFICER, at=later).then(replace(written(3), done_at=later))


def test_a_step_that_is_noted_late_freezes_nothing_at_once() -> None:
    noted = replace(CLOSED[-1], on=TODAY - 300 * DAY)
    late = (*opened(), *CLOSED[:-1], noted)
    after(*late).when(WRITE, by=OFFICER).then(written(3))
    after(*late).when(WRITE, by=OFFICER, at=AT + timedelta(days=91)).then_refused("after 5 Apr")


def test_a_visit_that_is_closed_or_called_off_gets_no_new_thread() -> None:
    for history in (CLOSED, (CALLED_OFF,)):
        after(*history).when(OPEN, by=OFFICER).then_refused("The visit is closed")
    later = AT + timedelta(days=91)
    whole = (*opened("state"), CALLED_OFF)
    after(*whole).when(WRITE, by=GOVERNMENT).then(
        written(3, side="state", done_by=GOVERNMENT.actor_id)
    )
    after(*whole).when(WRITE, by=GOVERNMENT, at=later).then_refused("after")
    again = of_mission(MissionPlansChanged, 3, plans="open", dates=None, file_step=7)
    after(CALLED_OFF, again).when(OPEN, by=OFFICER).then(*opened())
    after(*whole, again).when(WRITE, by=OFFICER, at=later).then(replace(written(3), done_at=later))


def test_an_office_sets_how_long_one_writes() -> None:
    (days,) = {
        decider.initial.days
        for _, decider in service(Settings(thread_days=7)).deciders
        if decider.category == "visitdialogue"
    }
    assert days == 7
    assert last_day(TODAY, days) == TODAY + 7 * DAY
    assert last_day(None, days) is None
    for wrong in (-1, 9_000_000):
        with pytest.raises(ValueError, match="thread_days"):
            Settings(thread_days=wrong)


def test_a_message_is_corrected_so_often_and_no_more() -> None:
    mine = (*opened(), written(3, done_by=HOLDER.actor_id))
    times = [
        replace(CORRECTED, step=at, text=sealed(SECOND, f"{at}"))
        for at in range(4, 4 + MOST_CORRECTIONS)
    ]
    after(*mine, *times).when(CORRECT, by=HOLDER).then_refused("Write a new one")
    last = replace(CORRECTED, step=3 + MOST_CORRECTIONS)
    after(*mine, *times[:-1]).when(CORRECT, by=HOLDER).then(last)


def test_a_thread_has_an_end() -> None:
    many = [
        written(at, message_id=f"m-{at}", text=sealed("x")) for at in range(3, MOST_MESSAGES + 2)
    ]
    full = (*opened(), *many)
    after(*full).when(WRITE, by=OFFICER).then_refused("as many messages")
    after(*full[:-1]).when(WRITE, by=OFFICER).then(written(MOST_MESSAGES + 1))
    assert SECOND not in {each.message_id for each in many}


def test_who_wrote_a_message_adds_files_to_it_until_it_is_struck_or_frozen() -> None:
    mine = (*opened(), written(3))
    after(*mine).when(ADD_FILE, by=OFFICER).then(FILED)
    after(*mine, FILED).when(ADD_FILE, by=OFFICER).then_nothing()
    for command, by in ((ADD_FILE, HOLDER), (replace(ADD_FILE, message_id="m"), OFFICER)):
        after(*mine).when(command, by=by).then_refused("no such message")
    after(*mine, STRUCK).when(ADD_FILE, by=OFFICER).then_refused("no such message")
    many = [replace(FILED, step=4 + n, attachment_id=f"m-{n}") for n in range(MOST_FILES)]
    after(*mine, *many).when(ADD_FILE, by=OFFICER).then_refused("20 files")
    for wrong in (replace(ADD_FILE, sha256="x"), replace(ADD_FILE, object_name="../x")):
        after(*mine).when(wrong, by=OFFICER).then_refused("fingerprint")
    late = after(*mine, *CLOSED).when(ADD_FILE, by=OFFICER, at=AT + 91 * DAY)
    late.then_refused("Nothing is written")
