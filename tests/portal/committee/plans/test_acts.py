"""What is done on the planning board, and the invented one of the demonstration."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from portal.committee.plans import demo
from services.stakeholders.plans.decide import PLANS
from shared.contracts.stakeholders_plan_commands import (
    TYPES,
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    KeepActivityFromDesk,
    MoveActivity,
    PlanActivity,
)
from shared.contracts.stakeholders_plans import ClashFlagged
from shared.core.actor import ActorSigner
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.committee.plans.conftest import (
    DAY,
    DETENTION,
    HOUSING,
    OF_OWNERS,
    OTHER,
    OWN,
    PAGE,
    STEPS,
    asked,
    clashing,
    form,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import plans as said
from tests.support.invented import asked_of
from tests.support.planned import FIRST, LAST, MOVED, Board
from tests.support.portal import Pages, Visitor

SHOWN = {"was_first": FIRST.isoformat(), "was_last": LAST.isoformat()}
"""The period that a page showed."""


def _typed(**also: Any) -> dict[str, Any]:
    period = {"first": FIRST.isoformat(), "last": LAST.isoformat()}
    return form(**{"mandate": OWN, "kind": "visit", "state": "KEN", **period, **also})


def test_the_owner_plans_and_reads_before_with_what_it_would_clash(
    portal: Pages, board: Board, holder: Visitor
) -> None:
    board.planned(OTHER, first=LAST + 20 * DAY, last=LAST + 25 * DAY)
    path, typed = f"{PAGE}/plan", _typed()
    page = text(holder.get(path).text)
    assert DETENTION in page
    assert HOUSING not in page
    check = text(holder.post(path, typed).text)
    assert "Check this plan" in check
    assert "19 days between them" in check
    assert not portal.asked
    holder.post(path, {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, PlanActivity)
    assert (command.mandate, command.kind, command.state) == (OWN, "visit", "KEN")
    assert (command.first, command.last) == (FIRST, LAST)
    elsewhere = text(holder.post(path, _typed(state="NPL")).text)
    assert "No plan that you see" in elsewhere


def test_the_check_tells_an_officer_nothing_of_plans_that_they_do_not_see(
    board: Board, officer: Visitor
) -> None:
    board.planned(OTHER)
    check = text(officer.post(f"{PAGE}/plan", _typed()).text)
    assert "No plan that you see" in check
    assert "both are told" in check


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"mandate": OTHER}, "There is a problem"),
        ({"last": "x", "kind": ""}, "problem Choose what is planned Enter a day"),
        ({"kind": ""}, "Choose what is planned"),
        ({"state": ""}, "Choose the State"),
        ({"first": "x"}, "Enter a day, such as"),
        ({"last": ""}, "Enter the last day"),
        ({"last": "x"}, "Enter a day, such as"),
        ({"first": "2025-12-31", "last": "2026-01-03"}, "Enter a day from today on"),
        ({"last": (FIRST - DAY).isoformat()}, "within 60 days"),
        ({"last": (FIRST + 61 * DAY).isoformat()}, "within 60 days"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "Enter a day from today on"),
    ],
)
def test_what_is_no_plan_is_said_and_what_was_typed_stays(
    portal: Pages, holder: Visitor, wrong: dict[str, str], says: str
) -> None:
    answer = holder.post(f"{PAGE}/plan", _typed(**wrong))
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert not portal.asked


def test_the_owner_moves_confirms_and_drops(portal: Pages, board: Board, officer: Visitor) -> None:
    one = board.planned()
    moving = text(officer.get(f"{PAGE}/{one}/move").text)
    assert "Move this plan" in moving
    assert "confirm it anew" not in moving
    to = (FIRST + 9 * DAY).isoformat()
    typed = form(first=to, last=to, **SHOWN)
    page = officer.get(f"{PAGE}/{one}/move").text
    for name, value in SHOWN.items():
        assert f'name="{name}"' in page
        assert f'value="{value}"' in page
    assert "Check the new period" in text(officer.post(f"{PAGE}/{one}/move", typed).text)
    officer.post(f"{PAGE}/{one}/move", {**typed, "checked": "send"})
    assert isinstance(asked(portal), MoveActivity)
    assert asked(portal).first.isoformat() == to
    assert (asked(portal).was_first, asked(portal).was_last) == (FIRST, LAST)
    page = officer.get(f"{PAGE}/{one}/confirm").text
    for value in SHOWN.values():
        assert f'value="{value}"' in page
    officer.post(f"{PAGE}/{one}/confirm", form(**SHOWN))
    command = asked(portal)
    assert isinstance(command, ConfirmActivity)
    assert (command.first, command.last) == (FIRST, LAST)
    officer.post(f"{PAGE}/{one}/confirm", form(was_first="", was_last="x"))
    assert (asked(portal).first, asked(portal).last) == (date.min, date.min)
    board.step(said.CONFIRMED, one)
    assert "Confirm this plan" not in text(officer.get(f"{PAGE}/{one}").text)
    assert "confirm it anew" in text(officer.get(f"{PAGE}/{one}/move").text)
    assert "Drop this plan?" in text(officer.post(f"{PAGE}/{one}/drop", form(code="later")).text)
    officer.post(f"{PAGE}/{one}/drop", form(code="later", checked="send"))
    assert isinstance(asked(portal), DropActivity)
    board.step(said.DROPPED, one)
    page = text(officer.get(f"{PAGE}/{one}").text)
    assert "Dropped It is put off" in page
    assert "Move this plan" not in page
    for path in OF_OWNERS[:3]:
        assert officer.get(f"{PAGE}/{one}/{path}").status_code == 404


def test_the_owner_keeps_it_from_the_desk_at_once_or_later_also_once_it_was_dropped(
    portal: Pages, board: Board, officer: Visitor
) -> None:
    check = text(officer.post(f"{PAGE}/plan", _typed(reprisals="y")).text)
    assert "This plan rests on reprisals Yes" in check
    officer.post(f"{PAGE}/plan", _typed(reprisals="y", checked="send"))
    assert asked(portal).reprisals is True
    officer.post(f"{PAGE}/plan", _typed(checked="send"))
    assert asked(portal).reprisals is False
    one = board.planned()
    board.step(said.DROPPED, one)
    assert "Keep this plan from the desk of the State" in text(officer.get(f"{PAGE}/{one}").text)
    path = f"{PAGE}/{one}/keep-from-desk"
    assert "not see the plan again afterwards" in text(officer.get(path).text)
    officer.post(path, form())
    assert asked(portal) == KeepActivityFromDesk(plan_id=one)
    board.step(said.KEPT, one)
    page = text(officer.get(f"{PAGE}/{one}").text)
    assert "rests on reprisals" in page
    assert "Keep this plan from the desk" not in page
    assert officer.get(path).status_code == 404


def test_what_goes_on_is_prolonged(portal: Pages, board: Board, holder: Visitor) -> None:
    today = day_of(portal.clock())
    one = board.planned(first=today - 9 * DAY, last=today + DAY)
    path, was = f"{PAGE}/{one}/move", {"was_last": (today + DAY).isoformat()}
    begun, last = (today - 9 * DAY).isoformat(), (today + 5 * DAY).isoformat()
    typed = form(first=begun, last=last, was_first=begun, **was, checked="send")
    assert holder.post(path, typed).status_code == 303
    command = asked(portal)
    assert isinstance(command, MoveActivity)
    assert (command.first, command.last) == (today - 9 * DAY, today + 5 * DAY)
    earlier = {**typed, **form(first=(today - 10 * DAY).isoformat())}
    assert "Enter a day from today on" in text(holder.post(path, earlier).text)


def test_a_plan_that_clashes_is_confirmed_all_the_same(board: Board, holder: Visitor) -> None:
    first, _ = clashing(board)
    page = text(holder.get(f"{PAGE}/{first}/confirm").text)
    assert "can be confirmed all the same" in page
    assert HOUSING in page
    assert "no day between them" in page


def test_nobody_acts_on_the_plan_of_others(board: Board, holder: Visitor, chair: Visitor) -> None:
    one = board.planned(OTHER)
    for path in STEPS:
        assert holder.get(f"{PAGE}/{one}/{path}").status_code == 404
    for path in OF_OWNERS:
        assert chair.get(f"{PAGE}/{one}/{path}").status_code == 403


def test_the_committee_and_the_owner_comment(
    portal: Pages, board: Board, holder: Visitor, chair: Visitor
) -> None:
    one = board.planned()
    assert "will appear here" in text(holder.get(f"{PAGE}/{one}").text)
    for visitor in (chair, holder):
        path, typed = f"{PAGE}/{one}/comment", form(text="Quib says")
        assert "It cannot be taken back." in text(visitor.post(path, typed).text)
        visitor.post(path, {**typed, "checked": "send"})
        command = asked(portal)
        assert isinstance(command, CommentOnActivity)
        assert portal.vault.reveal(command.text) == "Quib says"
    assert chair.post(f"{PAGE}/{one}/comment", form(text="")).status_code == 422
    own, _ = clashing(board, reprisals=True)
    for visitor in (chair, holder):
        warned = text(visitor.post(f"{PAGE}/{own}/comment", form(text="Q")).text)
        assert "The desk of the State may not see every plan that clashes" in warned
    restricted = f"{PAGE}/{board.planned(reprisals=True)}/comment"
    assert "the Quick Response Desk and" in text(chair.post(restricted, form(text="Q")).text)


def test_what_was_erased_is_said(portal: Pages, board: Board, chair: Visitor) -> None:
    one = board.planned()
    board.comment(one)
    portal.vault.forget(f"plan-{one}", at=portal.clock())
    page = chair.get(f"{PAGE}/{one}")
    assert page.status_code == 200
    assert "Quib" not in page.text
    late = chair.post(f"{PAGE}/{one}/comment", form(text="More", checked="send"))
    assert late.status_code == 409


def test_the_history_says_what_happened(board: Board, holder: Visitor) -> None:
    first, second = clashing(board)
    board.step(said.CONFIRMED, first)
    board.step(MOVED, first)
    board.step(said.DROPPED, first)
    page = text(holder.get(f"{PAGE}/{first}").text).partition("History")[2]
    for words in ("Planned", "Clash flagged", HOUSING, "Confirmed", "Moved", "Dropped: It is put"):
        assert words in page
    assert DETENTION in text(holder.get(f"{PAGE}/{second}").text).partition("History")[2]


def test_the_demonstration_follows_the_rules_and_shows_a_clash(portal: Pages) -> None:
    for local, mandate in (("holder", "sr-torture"), ("holder.hrds", "sr-hrds")):
        portal.person(
            Role.MANDATE_HOLDER, email=f"{local}@demo.example", mandates=frozenset({mandate})
        )
    portal.person(Role.COORDINATION_COMMITTEE, email="committee@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(one) for name, one in TYPES.items()}
    history: list[Any] = []
    for request in portal.asked:
        command, by = asked_of(signer, request, types)
        facts = list(PLANS.decide(command, by, PLANS.fold(history)))
        assert facts, type(command).__name__
        history += facts
    assert [type(one) for one in history].count(ClashFlagged) == 1
