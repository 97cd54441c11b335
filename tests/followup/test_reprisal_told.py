"""I1: the person whom a reprisal is about, or who stands beside them, reports it."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup import holding
from services.followup.reprisal.decide import REPRISAL
from shared.contracts.followup_partners import PartnerEnded
from shared.contracts.followup_reprisal_commands import TellOfReprisal
from shared.core.actor import Actor, by_return_channel
from shared.core.roles import Role
from shared.core.testing import given
from shared.reference.reprisals import TELLERS
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.partners import fact as of_partner
from tests.followup.reprisals import (
    CONSENTED,
    DETAILED,
    FOCAL,
    ID,
    LOOK,
    NAMED,
    OFFICER,
    PARTICULARS,
    PASS,
    PASSED,
    REOPEN,
    REOPENED,
    REPORTED,
    SCREEN,
    SCREENED,
    SUBMISSION,
    TEXT,
    TODAY,
)
from tests.followup.test_incident import as_partner
from tests.followup.test_thread import DESK, WHO
from tests.followup.visits import MANDATE, STATE

SOURCE = by_return_channel(SUBMISSION)
MEMBER = Actor(actor_id="pseudonym-1", roles=frozenset({Role.NGO_MEMBER}))
TELL = TellOfReprisal(
    case_id=ID,
    origin="submission",
    link=SUBMISSION,
    partner_id=None,
    mandate="",
    state="KEN",
    relation="cooperated",
    act="threat",
    imminent=False,
    account=TEXT,
    author=TEXT,
    place=TEXT,
    began_on=None,
    event=None,
    protection=None,
    victim=True,
    informed=True,
    agrees=("letter",),
    refuses=("statement",),
)
BARE = replace(TELL, author=None, place=None, agrees=(), refuses=(), informed=False, victim=False)
TOLD = replace(REPORTED, done_by=SOURCE.actor_id, mandate="", as_officer=None)


def after(*facts: Any) -> Any:
    return given(REPRISAL, *facts)


def test_a_source_reports_by_its_code_with_particulars_and_its_own_consents() -> None:
    mine: dict[str, Any] = {"done_by": SOURCE.actor_id}
    after().when(TELL, by=SOURCE).then(
        TOLD,
        replace(DETAILED, **mine),
        replace(CONSENTED, **mine),
        replace(CONSENTED, **mine, consent="statement", answer="no"),
    )
    after().when(BARE, by=SOURCE).then(TOLD)
    assert {"author", "place"} < set(PARTICULARS)


def test_it_is_reported_once_and_the_answer_tells_nothing_of_the_case() -> None:
    for meanwhile in ((), (NAMED,), (PASSED, NAMED)):
        after(TOLD, *meanwhile).when(TELL, by=SOURCE).then_nothing()
    after(TOLD).when(replace(TELL, case_id=ID), by=MEMBER).then_refused("no such case")
    after(TOLD).when(replace(SCREEN, step=1), by=SOURCE).then_refused("no such case")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SOURCE}))
def test_contact_points_and_members_report_from_an_account_and_nobody_else(role: Role) -> None:
    by = Actor(actor_id="pseudonym-1", roles=frozenset({role}))
    for origin, link in (("session", None), ("other", None), ("submission", SUBMISSION)):
        told = after().when(replace(BARE, origin=origin, link=link), by=by)
        if role in TELLERS:
            told.then(replace(TOLD, done_by=by.actor_id, origin=origin, link=link))
        else:
            told.then_forbidden()


def test_a_report_comes_from_what_whoever_reports_cooperated_in() -> None:
    for wrong in (
        {"link": None},
        {"origin": "mail", "link": None},
        {"origin": "session"},
        {"mandate": "sr-torture"},
        {"partner_id": "p-1"},
        {"origin": "visit"},
    ):
        after().when(replace(BARE, **wrong), by=MEMBER).then_forbidden()
    after().when(BARE, by=by_return_channel("another")).then_forbidden()
    desk = replace(MEMBER, roles=MEMBER.roles | {Role.DESK_OFFICER}, states=frozenset({"KEN"}))
    after().when(BARE, by=desk).then_forbidden()
    lists: tuple[dict[str, Any], ...] = ({"state": "XXX"}, {"relation": "x"}, {"act": "x"})
    for wrong in lists:
        after().when(replace(BARE, **wrong), by=MEMBER).then_refused("list")


def test_consent_is_the_victims_own_and_informed() -> None:
    for wrong, says in (
        ({"victim": False}, "Only the person"),
        ({"relation": "law"}, "Only the person"),
        ({"informed": False}, "risk first"),
        ({"agrees": ("x",)}, "list"),
        ({"agrees": ("statement",)}, "list"),
    ):
        after().when(replace(TELL, **wrong), by=SOURCE).then_refused(says)


def test_no_mandate_has_it_before_a_focal_point_passes_it_on() -> None:
    look: dict[str, Any] = {"step": 1, "next_look_on": LOOK}
    after(TOLD).when(replace(SCREEN, **look), by=FOCAL).then_refused("to a mandate first")
    after(TOLD).when(replace(SCREEN, **look), by=OFFICER).then_refused("no such case")
    assert REPRISAL.consults(SCREEN, REPRISAL.fold([TOLD])) == []
    out = replace(SCREENED, in_scope=False, next_look_on=None)
    again: dict[str, Any] = {"told_on": TODAY, "next_look_on": LOOK}
    after(TOLD, out).when(replace(REOPEN, step=2, **again), by=FOCAL).then_refused("mandate first")
    after(TOLD, out).when(PASS, by=FOCAL).then(PASSED)
    after(TOLD, PASSED, out).when(replace(PASS, step=3, mandate="wgad"), by=FOCAL).then_refused(
        "is closed"
    )
    passed = REPRISAL.fold([TOLD, PASSED])
    assert REPRISAL.consults(TELL, REPRISAL.initial) == []
    assert REPRISAL.consults(SCREEN, passed) == [holding.stream("wgad")]


def test_what_was_out_of_scope_without_a_mandate_goes_to_one_before_it_is_opened_again() -> None:
    out = replace(SCREENED, in_scope=False, next_look_on=None)
    after(TOLD, out).when(replace(REOPEN, step=2), by=FOCAL).then_refused("to a mandate first")
    after(TOLD, out).when(PASS, by=FOCAL).then(PASSED)
    after(TOLD, out, PASSED).when(replace(REOPEN, step=3), by=FOCAL).then(REOPENED)
    after(REPORTED, out).when(PASS, by=FOCAL).then_refused("closed")


@pytest.mark.parametrize("kind", sorted(WHO))
def test_an_admitted_partner_reports_it_of_its_visit(kind: Any) -> None:
    admitted, by = as_partner(kind), WHO[kind]
    of: dict[str, Any] = {"origin": "visit", "link": MISSION_ID, "mandate": MANDATE, "state": STATE}
    tell = replace(BARE, **of, partner_id=admitted[0].partner_id)
    told = replace(TOLD, **of, done_by=by.actor_id)
    after(OPENED, *admitted).when(tell, by=by).then(told)
    filer = replace(by, actor_id="pseudonym-1", account_id=by.actor_id)
    as_filer = replace(told, done_by="pseudonym-1")
    if kind in ("nhri", "ngo"):
        after(OPENED, *admitted).when(tell, by=filer).then(as_filer)
    ended = of_partner(PartnerEnded, 4)
    for facts in ((OPENED,), (OPENED, *admitted[:2]), (OPENED, *admitted, ended)):
        after(*facts).when(tell, by=by).then_forbidden()
    elsewhere: list[dict[str, Any]] = [{"link": "another"}, {"mandate": "wgad"}, {"state": "CHE"}]
    for wrong in elsewhere:
        after(OPENED, *admitted).when(replace(tell, **wrong), by=by).then_forbidden()
    desk = (replace(admitted[0], kind="desk", who=STATE), *admitted[1:2])
    undertaken = replace(admitted[2], done_by=DESK.actor_id)
    after(OPENED, *desk, undertaken).when(tell, by=DESK).then_forbidden()
    assert REPRISAL.consults(tell, REPRISAL.initial) == [
        f"mission-{MISSION_ID}",
        holding.stream(MANDATE),
        f"missionpartner-{tell.partner_id}",
    ]
