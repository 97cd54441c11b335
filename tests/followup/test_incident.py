"""Incidents of a mission (M9): what is logged, by whom, what stands in none, and its answers."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup import holding
from services.followup.mission.incident import INCIDENT
from shared.contracts.followup_incident_commands import (
    AnswerIncident,
    LogIncident,
    PutIncidentToState,
    StrikeIncident,
)
from shared.contracts.followup_incidents import (
    IncidentAnswered,
    IncidentLogged,
    IncidentPutToState,
    IncidentStruck,
)
from shared.contracts.followup_missions import MissionPlansChanged
from shared.contracts.followup_partners import PartnerEnded
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.incidents import ACTS, KINDS, LOGGED_BY, MOST_ANSWERS, OF_SECURITY
from shared.reference.reprisals import ACTS as OF_CASES
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.followup.partners import fact as of_partner
from tests.followup.test_thread import ABROAD, DESK, GOVERNMENT, HOLDS, WHO, admission
from tests.followup.test_visit_file import held
from tests.followup.visits import DAY, HOLDER, MANDATE, OFFICER, OTHER_HOLDER, STATE, TODAY

ID = str(derive_id("incident of a test"))
TEXT = Sealed(f"incident-{ID}", "dGV4dA")
OF = {"incident_id": ID, "mission_id": MISSION_ID, "mandate": MANDATE}
LOG = LogIncident(
    **OF,
    partner_id=None,
    kind="interview",
    clause="detention",
    on=TODAY,
    afterwards=True,
    account=TEXT,
    action=TEXT,
    told=("security", "holder", "holder"),
)
BY: dict[str, Any] = {**OF, "state": STATE, "done_by": OFFICER.actor_id, "done_at": AT}
LOGGED = IncidentLogged(
    **BY,
    kind="interview",
    clause="detention",
    on=TODAY,
    afterwards=True,
    account=TEXT,
    action=TEXT,
    told=("holder", "security"),
    side="mandate",
    partner_id=None,
    to_security=False,
)
STRIKE, STRUCK = StrikeIncident(**OF, partner_id=None), IncidentStruck(**BY)
WORDS = Sealed("incident-words", "d29yZHM")
PUT = PutIncidentToState(**OF, text=WORDS)
WAS_PUT = IncidentPutToState(**BY, text=WORDS)
ANSWER = AnswerIncident(**OF, answer_id="a-1", text=WORDS)
ANSWERED = IncidentAnswered(**{**BY, "done_by": GOVERNMENT.actor_id}, answer_id="a-1", text=WORDS)


def after(*facts: Any) -> Any:
    return given(INCIDENT, *facts)


def test_who_works_for_the_mandate_logs_an_incident_and_strikes_it() -> None:
    after(OPENED).when(LOG, by=OFFICER).then(LOGGED)
    after(OPENED).when(LOG, by=HOLDER).then(replace(LOGGED, done_by=HOLDER.actor_id))
    after(OPENED, LOGGED).when(LOG, by=OFFICER).then_nothing()
    after(OPENED, LOGGED).when(STRIKE, by=OFFICER).then(STRUCK)
    after(OPENED, LOGGED, STRUCK).when(STRIKE, by=OFFICER).then_nothing()
    after(OPENED).when(STRIKE, by=OFFICER).then_refused("no such incident")
    other = replace(STRIKE, mission_id="another")
    elsewhere = replace(OPENED, mission_id="another")
    after(elsewhere, LOGGED).when(other, by=OFFICER).then_refused("no such incident")
    after(OPENED).when(LOG, by=OTHER_HOLDER).then_forbidden()
    after(OPENED).when(LOG, by=replace(HOLDER, roles=frozenset())).then_forbidden()
    for missing in ((), (replace(OPENED, mandate="wgad"),)):
        after(*missing).when(LOG, by=OFFICER).then_refused("no such mission")
    some = [f"mission-{MISSION_ID}", holding.stream(MANDATE)]
    assert INCIDENT.consults(LOG, INCIDENT.initial) == some
    mine = INCIDENT.consults(replace(LOG, partner_id="p-1"), INCIDENT.initial)
    assert mine == [*some, "missionpartner-p-1"]


def test_it_is_one_of_the_list_on_a_day_that_was() -> None:
    for wrong, says in (
        ({"kind": "x"}, "what happened"),
        ({"told": ("x",)}, "who was told"),
        ({"clause": "x"}, "the clause"),
        ({"on": TODAY + 2 * DAY}, "the day on which"),
        ({"on": TODAY - 366 * DAY}, "the day on which"),
    ):
        after(OPENED).when(replace(LOG, **wrong), by=OFFICER).then_refused(says)
    bare = replace(LOG, clause=None, action=None, told=(), afterwards=False)
    logged = replace(LOGGED, clause=None, action=None, told=(), afterwards=False)
    after(OPENED).when(bare, by=OFFICER).then(logged)
    off = fact(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    after(OPENED, off).when(LOG, by=OFFICER).then_refused("called off")


def test_who_is_affected_stands_in_no_incident() -> None:
    """They are in the reprisal case alone, which no incident names (XR2)."""
    names = set(LOGGED.__dataclass_fields__) | set(STRUCK.__dataclass_fields__)
    assert not [name for name in names if "case" in name or "affected" in name or "risk" in name]
    assert set(ACTS) <= set(KINDS)
    assert set(ACTS.values()) <= set(OF_CASES)
    assert len(KINDS) == 13


def as_partner(kind: Any) -> tuple[Any, ...]:
    """Return the admission of a partner, who comes as the person of that kind and undertook."""
    first, *rest, undertaken = admission(kind)
    return first, *rest, replace(undertaken, done_by=WHO[kind].actor_id)


@pytest.mark.parametrize("kind", sorted(WHO))
def test_a_partner_logs_the_kinds_that_are_its_own(kind: Any) -> None:
    admitted = as_partner(kind)
    log = replace(LOG, partner_id=admitted[0].partner_id)
    for happened in KINDS:
        asked = after(OPENED, HOLDS, *admitted).when(replace(log, kind=happened), by=WHO[kind])
        if kind not in LOGGED_BY:
            asked.then_refused("no such mission")
        elif happened not in LOGGED_BY[kind]:
            asked.then_refused("from the list what happened")
        else:
            asked.then(
                replace(
                    LOGGED,
                    kind=happened,
                    done_by=WHO[kind].actor_id,
                    side=kind,
                    partner_id=log.partner_id,
                    to_security=happened in OF_SECURITY,
                )
            )
    assert LOGGED_BY.keys() == {"rc", "security", "nhri", "ngo"}


def test_who_is_no_partner_at_this_moment_learns_nothing_of_the_mission() -> None:
    who: Actor = WHO["ngo"]
    admitted = as_partner("ngo")
    log = replace(LOG, partner_id=admitted[0].partner_id)
    none = "no such mission"
    ended = of_partner(PartnerEnded, 4)
    off = fact(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    for history in (admitted[:1], admitted[:2], (*admitted, ended), (*admitted, off)):
        after(OPENED, HOLDS, *history).when(log, by=who).then_refused(none)
    standing = after(OPENED, HOLDS, *admitted)
    standing.when(replace(log, mission_id="m-2"), by=who).then_refused(none)
    standing.when(replace(log, mandate="wgad"), by=who).then_refused(none)
    for other in (WHO["nhri"], OFFICER, GOVERNMENT, replace(who, actor_id="colleague")):
        standing.when(log, by=other).then_refused(none)
    standing.when(LOG, by=who).then_forbidden()


def test_a_partner_strikes_what_the_same_person_logged_and_the_mandate_any() -> None:
    first, *rest, undertaken = as_partner("ngo")
    other = replace(WHO["ngo"], actor_id="colleague")
    both = (first, *rest, undertaken, replace(undertaken, step=4, done_by="colleague"))
    mine = replace(STRIKE, partner_id=first.partner_id)
    logged = replace(LOGGED, side="ngo", partner_id=first.partner_id, done_by=WHO["ngo"].actor_id)
    standing = after(OPENED, HOLDS, *both, logged)
    standing.when(mine, by=WHO["ngo"]).then(replace(STRUCK, done_by=WHO["ngo"].actor_id))
    standing.when(mine, by=other).then_refused("no such incident")
    standing.when(STRIKE, by=OFFICER).then(STRUCK)
    ours = after(OPENED, HOLDS, *both, LOGGED)
    ours.when(mine, by=WHO["ngo"]).then_refused("no such incident")
    rc = as_partner("rc")
    of_rc = replace(STRIKE, partner_id=rc[0].partner_id)
    after(OPENED, HOLDS, *rc, logged).when(of_rc, by=WHO["rc"]).then_refused("no such incident")


def test_the_mandate_puts_an_incident_to_the_state_once() -> None:
    standing = after(OPENED, HOLDS, LOGGED)
    standing.when(PUT, by=OFFICER).then(WAS_PUT)
    standing.when(PUT, by=HOLDER).then(replace(WAS_PUT, done_by=HOLDER.actor_id))
    after(OPENED, HOLDS, LOGGED, WAS_PUT).when(PUT, by=OFFICER).then_nothing()
    again = replace(PUT, text=TEXT)
    after(OPENED, HOLDS, LOGGED, WAS_PUT).when(again, by=OFFICER).then_refused("already")
    after(OPENED, HOLDS, LOGGED, STRUCK).when(PUT, by=OFFICER).then_refused("no such incident")
    after(OPENED, HOLDS).when(PUT, by=OFFICER).then_refused("no such incident")
    after(OPENED, held(holder_id="another"), LOGGED).when(PUT, by=HOLDER).then_forbidden()
    for other in (OTHER_HOLDER, DESK, GOVERNMENT, WHO["ngo"]):
        standing.when(PUT, by=other).then_forbidden()


def test_vr6_a_government_answers_what_was_put_to_it_and_learns_of_nothing_else() -> None:
    none = "no such incident"
    standing = after(OPENED, HOLDS, LOGGED, WAS_PUT)
    standing.when(ANSWER, by=GOVERNMENT).then(ANSWERED)
    after(OPENED, HOLDS, LOGGED, WAS_PUT, STRUCK).when(ANSWER, by=GOVERNMENT).then(ANSWERED)
    after(OPENED, HOLDS, LOGGED, WAS_PUT, ANSWERED).when(ANSWER, by=GOVERNMENT).then_nothing()
    after(OPENED, HOLDS, LOGGED).when(ANSWER, by=GOVERNMENT).then_refused(none)
    for wrong in (replace(ANSWER, mission_id="m-2"), replace(ANSWER, mandate="wgad")):
        standing.when(wrong, by=GOVERNMENT).then_refused(none)
    both = replace(ABROAD, roles=ABROAD.roles | {Role.DESK_OFFICER})
    for by in (ABROAD, both, DESK, OFFICER, WHO["rc"]):
        standing.when(ANSWER, by=by).then_refused(none)
    many = [replace(ANSWERED, answer_id=f"a-{each}") for each in range(2, MOST_ANSWERS + 2)]
    full = after(OPENED, HOLDS, LOGGED, WAS_PUT, *many)
    full.when(ANSWER, by=GOVERNMENT).then_refused("as often as")
