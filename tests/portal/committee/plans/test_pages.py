"""The planning board for each role: section D.5, SD9 and D.8, and what is done on it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.committee.plans import demo
from portal.committee.plans.queries import READERS
from services.stakeholders.plans.decide import PLANS
from shared.contracts.stakeholders_plan_commands import (
    TYPES,
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    MoveActivity,
    PlanActivity,
)
from shared.contracts.stakeholders_plans import ClashFlagged
from shared.core.actor import ActorSigner
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import plans as said
from tests.support.committee import Committee, elected, left, member
from tests.support.invented import asked_of
from tests.support.organisations import asked_for
from tests.support.planned import FIRST, LAST, MOVED, Board
from tests.support.portal import Pages, Visitor

PAGE = "/planning-board"
DAY = timedelta(days=1)
KENYA, NEPAL, IRAN = (recipient_name(one) for one in ("KEN", "NPL", "IRN"))
OWN, OTHER = "wgad", "sr-housing"
DETENTION, HOUSING = "Working Group on Arbitrary Detention", "adequate housing"
HOUSE = (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK)
STEPS = ("move", "confirm", "drop", "comment")


@pytest.fixture
def board(portal: Pages) -> Board:
    Committee(portal.engine, portal.vault)
    return Board(portal.engine, portal.vault)


@pytest.fixture
def holder(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OWN}))


@pytest.fixture
def officer(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({OWN}))


@pytest.fixture
def chair(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def clashing(board: Board, state: str = "KEN") -> tuple[str, str]:
    """Tell of two plans on a State, of which the second clashes with the first."""
    first, second = board.planned(OWN, state), board.planned(OTHER, state)
    board.clash(second, OTHER, first, OWN)
    return first, second


# --- who reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", HOUSE)
def test_these_read_the_whole_board(portal: Pages, board: Board, role: Role) -> None:
    assert "What is planned will appear here." in text(portal.signed_in(role).get(PAGE).text)
    kenya, _ = board.planned(OWN), board.planned(OTHER, "NPL")
    board.comment(kenya)
    visitor = portal.signed_in(role)
    page = text(visitor.get(PAGE).text)
    for words in (KENYA, NEPAL, DETENTION, HOUSING):
        assert words in page
    one = text(visitor.get(f"{PAGE}/{kenya}").text)
    assert "Quib comment" in one
    assert ("Comment on this plan" in one) is (role is Role.COORDINATION_COMMITTEE)
    for words in ("Move this plan", "Drop this plan", "Confirm this plan"):
        assert words not in one


def test_a_holder_reads_the_plans_of_others_without_comments_and_people(
    portal: Pages, board: Board, holder: Visitor
) -> None:
    writer = portal.person(Role.MANDATE_HOLDER, name="Zora Invented")
    own = board.planned(OWN, planned_by=writer.account_id)
    other = board.planned(OTHER, "NPL", planned_by=writer.account_id)
    for one in (own, other):
        board.comment(one, author=writer.account_id)
    page = text(holder.get(PAGE).text)
    assert KENYA in page
    assert NEPAL in page
    for words in ("Quib comment", "Zora Invented", "Comment on this plan", "Move this plan"):
        assert words in text(holder.get(f"{PAGE}/{own}").text)
        assert words not in text(holder.get(f"{PAGE}/{other}").text)


def test_an_officer_reads_the_own_mandate_and_with_what_it_clashes(
    board: Board, officer: Visitor
) -> None:
    own, other = clashing(board)
    board.planned(OTHER, "NPL")
    page = text(officer.get(PAGE).text)
    assert KENYA in page
    assert NEPAL not in page
    assert HOUSING in page
    one = officer.get(f"{PAGE}/{own}").text
    assert HOUSING in one
    assert other not in one
    assert "No other plan for this State that you see." in text(one)
    assert officer.get(f"{PAGE}/{other}").status_code == 404


def test_a_desk_officer_reads_the_own_states(portal: Pages, board: Board) -> None:
    kenya, nepal = board.planned(OWN), board.planned(OWN, "NPL")
    board.comment(kenya)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    page = text(desk.get(PAGE).text)
    assert KENYA in page
    assert NEPAL not in page
    one = text(desk.get(f"{PAGE}/{kenya}").text)
    assert "Quib comment" in one
    assert "Comment on this plan" not in one
    assert desk.get(f"{PAGE}/{nepal}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_for_everybody_else_nothing_is_here(portal: Pages, board: Board, role: Role) -> None:
    """SD9: also for a Government, whatever is planned for its State."""
    one, visitor = board.planned(), portal.signed_in(role, state_codes=frozenset({"KEN"}))
    for path in ("", *(f"/{each}" for each in STEPS)):
        there = visitor.get(f"{PAGE}/{one}{path}")
        nothing = visitor.get(f"{PAGE}/{uuid4()}{path}")
        assert there.status_code == nothing.status_code == 403
        assert text(there.text) == text(nothing.text)
    assert visitor.get(PAGE).status_code == 403


def test_a_plan_of_others_and_an_unknown_one_are_answered_alike(
    board: Board, officer: Visitor
) -> None:
    one = board.planned(OTHER)
    for path in ("", *(f"/{each}" for each in STEPS)):
        there, nothing = officer.get(f"{PAGE}/{one}{path}"), officer.get(f"{PAGE}/{uuid4()}{path}")
        assert there.status_code == nothing.status_code == 404
        assert text(there.text) == text(nothing.text)


def test_who_left_the_committee_reads_nothing_and_says_nothing(
    portal: Pages, board: Board, chair: Visitor
) -> None:
    assert chair.account
    one = board.planned()
    seat = member("sr-torture", holder_id=chair.account.account_id)
    committee = Committee(portal.engine, portal.vault, told=1_000_000)
    committee.tell(elected(members=(seat, member("sr-food"))))
    assert chair.get(f"{PAGE}/{one}/comment").status_code == 200
    committee.tell(left("sr-torture", day_of(portal.clock()) - DAY))
    assert chair.get(f"{PAGE}/{one}/comment").status_code in (403, 404)
    assert KENYA not in chair.get(PAGE).text


# --- the board -----------------------------------------------------------------------------------


def test_plans_stand_in_the_month_in_which_they_begin(
    portal: Pages, board: Board, chair: Visitor
) -> None:
    today = day_of(portal.clock())
    later = date(today.year + 1, 3, 4)
    board.planned(OTHER, "NPL", first=later, last=later)
    board.planned(OWN, first=date(today.year + 1, 2, 20), last=later)
    going = board.planned(OWN, "IRN", first=today - 9 * DAY, last=today)
    board.planned(OWN, "FRA", first=today - 9 * DAY, last=today - DAY)
    page = text(chair.get(PAGE).text)
    year = later.year
    assert page.index(IRAN) < page.index(f"February {year}") < page.index(KENYA)
    assert page.index(KENYA) < page.index(f"Plans that begin in March {year}") < page.index(NEPAL)
    assert page.rindex(recipient_name("FRA")) < page.index(IRAN), "in the filter alone"
    over = text(chair.get(f"{PAGE}?when=over").text)
    assert "Plans that begin" in over
    assert f"{PAGE}/{going}" not in chair.get(f"{PAGE}?when=over").text


def test_filters_leave_what_they_say(board: Board, chair: Visitor) -> None:
    kenya, nepal = board.planned(OWN), board.planned(OTHER, "NPL")
    iran, gone = board.planned(OWN, "IRN"), board.planned(OTHER, "FRA")
    board.step(said.CONFIRMED, iran)
    board.step(said.DROPPED, gone)
    every = {kenya, nepal, iran, gone}
    for query, expected in (
        ("", {kenya, nepal, iran}),
        ("state=NPL", {nepal}),
        (f"mandate={OWN}", {kenya, iran}),
        (f"mandate={OWN}&stage=confirmed", {iran}),
        ("stage=planned", {kenya, nepal}),
        ("stage=dropped", {gone}),
        ("clash=yes", set()),
        ("state=XXX&mandate=x&stage=x&when=x&clash=x", {kenya, nepal, iran}),
    ):
        page = chair.get(f"{PAGE}?{query}").text
        assert {one for one in every if f"{PAGE}/{one}" in page} == expected, query
    assert "No plan fits the filters." in text(chair.get(f"{PAGE}?clash=yes").text)
    assert 'value="KEN"' in page
    assert 'value="UGA"' not in page


def test_a_clash_is_said_in_words_on_both_plans(board: Board, chair: Visitor) -> None:
    first, second = board.planned(OWN), board.planned(OTHER, first=LAST + 9 * DAY,
        last=LAST + 12 * DAY)  # fmt: skip
    board.clash(second, OTHER, first, OWN)
    board.planned(OWN, "NPL")
    page = text(chair.get(f"{PAGE}?clash=yes").text)
    assert page.count("8 days between them") == 2
    assert "Clashes" in page
    assert NEPAL not in page.partition("Plans that begin")[2]
    for one, other in ((first, second), (second, first)):
        found = chair.get(f"{PAGE}/{one}").text
        assert f'href="{PAGE}/{other}"' in found
        assert "Both mandates were told, and neither is held up." in text(found)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("fact", [MOVED, said.DROPPED])
def test_a_clash_is_over_once_one_of_both_is_moved_or_dropped(
    board: Board, chair: Visitor, which: int, fact: Any
) -> None:
    two = clashing(board)
    board.step(fact, two[which])
    assert "No plan fits the filters." in text(chair.get(f"{PAGE}?clash=yes").text)
    assert "It clashes with no other plan." in text(chair.get(f"{PAGE}/{two[1 - which]}").text)
    if fact is MOVED:
        board.clash(two[0], OWN, two[1], OTHER)
        page = text(chair.get(f"{PAGE}?clash=yes").text)
        assert page.count("between them") == 2


def test_what_others_plan_around_it_stands_beside_it(board: Board, chair: Visitor) -> None:
    one = board.planned(OWN)
    near = board.planned(OTHER, first=LAST + 90 * DAY, last=LAST + 95 * DAY)
    far = board.planned(OTHER, first=LAST + 91 * DAY, last=LAST + 95 * DAY)
    page = chair.get(f"{PAGE}/{one}").text
    assert near in page
    assert far not in page


def test_pages_where_people_land_say_what_clashes_of_theirs(
    portal: Pages, board: Board, holder: Visitor, officer: Visitor, chair: Visitor
) -> None:
    clashing(board)
    third, fourth = board.planned("sr-food", "NPL"), board.planned(OTHER, "NPL")
    board.clash(fourth, OTHER, third, "sr-food")
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    heading = "Planning board: plans that clash"
    for visitor, path, all_of_them in (
        (chair, "/activity/", True),
        (holder, "/activity/", False),
        (desk, "/countries", False),
    ):
        page = text(visitor.get(path).text)
        assert heading in page
        assert KENYA in page
        assert (NEPAL in page) is all_of_them
    strange = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert heading not in text(strange.get("/activity/").text)


def test_a_full_board_is_read_a_page_at_a_time(board: Board, chair: Visitor) -> None:
    for _ in range(51):
        board.planned()
    page = text(chair.get(PAGE).text)
    assert "1 to 50 of 51" in page
    assert "51 to 51 of 51" in text(chair.get(f"{PAGE}?plans=2").text)


# --- what is done --------------------------------------------------------------------------------


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
        ({"kind": ""}, "Choose what is planned"),
        ({"state": ""}, "Choose the State"),
        ({"first": "x"}, "Enter a day, such as"),
        ({"last": ""}, "Enter the last day"),
        ({"last": "x"}, "Enter a day, such as"),
        ({"first": "2025-12-31", "last": "2026-01-03"}, "Enter a day from today on"),
        ({"last": (FIRST - DAY).isoformat()}, "within 60 days"),
        ({"last": (FIRST + 61 * DAY).isoformat()}, "within 60 days"),
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
    typed = form(first=to, last=to)
    assert "Check the new period" in text(officer.post(f"{PAGE}/{one}/move", typed).text)
    officer.post(f"{PAGE}/{one}/move", {**typed, "checked": "send"})
    assert isinstance(asked(portal), MoveActivity)
    assert asked(portal).first.isoformat() == to
    page = officer.get(f"{PAGE}/{one}/confirm").text
    shown = {"first": FIRST.isoformat(), "last": LAST.isoformat()}
    for value in shown.values():
        assert f'value="{value}"' in page
    officer.post(f"{PAGE}/{one}/confirm", form(**shown))
    command = asked(portal)
    assert isinstance(command, ConfirmActivity)
    assert (command.first, command.last) == (FIRST, LAST)
    officer.post(f"{PAGE}/{one}/confirm", form(first="", last="x"))
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
    for path in STEPS[:3]:
        assert officer.get(f"{PAGE}/{one}/{path}").status_code == 404


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
    for path in STEPS[:3]:
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


# --- the demonstration ---------------------------------------------------------------------------


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
