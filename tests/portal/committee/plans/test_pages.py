"""The planning board for each role: section D.5, SD9, R15 and D.8."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from portal.committee.plans.queries import READERS
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.committee.plans.conftest import (
    DAY,
    DETENTION,
    HOUSING,
    IRAN,
    KENYA,
    NEPAL,
    OTHER,
    OWN,
    PAGE,
    STEPS,
    clashing,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import plans as said
from tests.support.committee import Committee, elected, left, member
from tests.support.planned import LAST, MOVED, Board
from tests.support.portal import Pages, Visitor

HOUSE = (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK)


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


def test_a_desk_officer_reads_the_own_states(board: Board, desk: Visitor) -> None:
    kenya, nepal = board.planned(OWN), board.planned(OWN, "NPL")
    board.comment(kenya)
    page = text(desk.get(PAGE).text)
    assert KENYA in page
    assert NEPAL not in page
    one = text(desk.get(f"{PAGE}/{kenya}").text)
    assert "Quib comment" in one
    assert "Comment on this plan" not in one
    assert desk.get(f"{PAGE}/{nepal}").status_code == 404


def test_what_rests_on_reprisals_is_not_there_for_the_desk(
    board: Board, chair: Visitor, desk: Visitor
) -> None:
    """R15: by no list, filter, page, clash or history, nor by the page where they land."""
    own, restricted = clashing(board, reprisals=True)
    later = board.planned(OTHER)
    board.clash(later, OTHER, own, OWN)
    nobody = board.planned(OWN, "NPL")
    assert f"{PAGE}/{later}" in desk.get(PAGE).text
    board.step(said.KEPT, later)
    assert "rests on reprisals" in text(chair.get(f"{PAGE}/{restricted}").text)
    assert "rests on reprisals" in text(chair.get(f"{PAGE}/{later}").text)
    assert "Kept from the desk" in text(chair.get(f"{PAGE}/{later}").text)
    assert f"{PAGE}/{own}" in chair.get(f"{PAGE}?clash=yes").text
    for address in (PAGE, f"{PAGE}/{own}", f"{PAGE}?clash=yes", f"{PAGE}?mandate={OTHER}"):
        page = desk.get(address)
        assert page.status_code == 200
        # Who may be shown a text about a case has its place in the header, whether there is one.
        body = page.text.replace("/reprisals/shown", "").replace("Reprisal cases shown", "")
        for words in (restricted, later, "flagged", "reprisals"):
            assert words not in body, (address, words)
        assert HOUSING not in text(page.text) or f"mandate={OTHER}" in address
    assert "No plan fits the filters." in text(desk.get(f"{PAGE}?clash=yes").text)
    assert "It clashes with no other plan." in text(desk.get(f"{PAGE}/{own}").text)
    assert "plans that clash" not in text(desk.get("/countries").text)
    gone = text(desk.get(f"{PAGE}/{nobody}").text)
    for one in (restricted, later):
        answer = desk.get(f"{PAGE}/{one}")
        assert answer.status_code == 404
        assert text(answer.text) == gone


def test_the_desk_reads_of_no_plan_that_it_was_dropped_for_another(
    board: Board, chair: Visitor, desk: Visitor
) -> None:
    """R15: the other may rest on reprisals, so the desk reads the same of each."""
    own, _ = clashing(board, reprisals=True)
    board.step(said.DROPPED, own, code="clash")
    assert text(chair.get(f"{PAGE}/{own}").text).count("Another mandate goes") == 2
    page = text(desk.get(f"{PAGE}/{own}").text)
    assert "Another mandate goes" not in page
    assert page.count("Another reason") == 2


def test_another_role_opens_no_reprisal_and_work_for_the_mandate_does(
    portal: Pages, board: Board
) -> None:
    one = board.planned(OTHER, reprisals=True)
    here = {"state_codes": frozenset({"KEN"})}
    for role, mandates, opens in (
        (Role.COORDINATION_COMMITTEE, frozenset(), False),
        (Role.QUICK_RESPONSE_DESK, frozenset(), False),
        (Role.MANDATE_HOLDER, frozenset({OWN}), False),
        (Role.MANDATE_HOLDER, frozenset({OTHER}), True),
        (Role.HUMAN_RIGHTS_OFFICER, frozenset({OTHER}), True),
    ):
        visitor = portal.signed_in(role, Role.DESK_OFFICER, mandates=mandates, **here)
        assert visitor.get(f"{PAGE}/{one}").status_code == (200 if opens else 404), role


def test_who_reads_no_comments_reads_not_on_what_a_plan_rests(
    board: Board, holder: Visitor
) -> None:
    one = board.planned(OTHER, reprisals=True)
    other = board.planned(OTHER)
    board.step(said.KEPT, other)
    for each in (one, other):
        page = text(holder.get(f"{PAGE}/{each}").text)
        assert HOUSING in page
        assert "reprisals" not in page
        assert "Kept from the desk" not in page


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
    page = text(chair.get(PAGE).text).partition("Apply")[2]
    year = later.year
    assert page.index(IRAN) < page.index(f"February {year}") < page.index(KENYA)
    assert page.index(KENYA) < page.index(f"Plans that begin in March {year}") < page.index(NEPAL)
    assert recipient_name("FRA") not in page
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
    portal: Pages, board: Board, holder: Visitor, desk: Visitor, chair: Visitor
) -> None:
    clashing(board)
    third, fourth = board.planned("sr-food", "NPL"), board.planned(OTHER, "NPL")
    board.clash(fourth, OTHER, third, "sr-food")
    heading = "Planning board: plans that clash"
    for visitor, path, all_of_them in (
        (chair, "/activity/", True),
        (holder, "/activity/", False),
        (desk, "/countries", False),
    ):
        page = visitor.get(path).text
        assert heading in page
        part = page.partition('id="plans-clash"')[2].partition("</section>")[0]
        assert KENYA in part
        assert (NEPAL in part) is all_of_them
    strange = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert heading not in text(strange.get("/activity/").text)


def test_a_full_board_is_read_a_page_at_a_time(board: Board, chair: Visitor) -> None:
    for _ in range(51):
        board.planned()
    page = text(chair.get(PAGE).text)
    assert "1 to 50 of 51" in page
    assert "51 to 51 of 51" in text(chair.get(f"{PAGE}?plans=2").text)


def test_a_holder_finds_what_others_plan_around_the_own_mandates_where_they_land(
    portal: Pages, board: Board, holder: Visitor
) -> None:
    """SD9: a holder reads plans; near is the own State, or a mandate on the own themes."""
    day = day_of(portal.clock())

    def part(visitor: Visitor) -> str:
        page = visitor.get("/waiting").text
        assert "Around my mandate" in page
        return page.partition('aria-labelledby="plansaround"')[2].partition("</section>")[0]

    def in_days(number: int) -> dict[str, date]:
        return {"first": day + number * DAY, "last": day + (number + 3) * DAY}

    assert "will appear here" in part(holder)
    theme = board.planned("sr-torture", "NPL", **in_days(90))
    late = board.planned("sr-torture", "KEN", **in_days(91))
    over = board.planned("sr-torture", "KEN", **in_days(-4))
    other = board.planned(OTHER, "KEN", **in_days(5))
    dropped = board.planned("sr-torture", "KEN", **in_days(5))
    board.step(said.DROPPED, dropped)
    own = board.planned(OWN, "NPL", **in_days(5))
    found = part(holder)
    assert f"{PAGE}/{theme}" in found
    for one in (late, over, other, dropped, own):
        assert one not in found
    board.planned(OWN, "KEN", **in_days(40))
    assert f"{PAGE}/{other}" in part(holder), "the own mandate goes there, too"
    iran = board.planned(OTHER, "IRN", **in_days(5))
    assert iran not in part(holder)
    country = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-iran"}))
    assert f"{PAGE}/{iran}" in part(country)
    assert other not in part(country)


def test_around_the_own_mandates_nothing_of_a_reprisal_is_there_for_the_desk_of_the_state(
    portal: Pages, board: Board
) -> None:
    """R15, whatever else this person is."""
    day = day_of(portal.clock())
    of = {"first": day, "last": day + DAY, "reprisals": True}
    one = board.planned("sr-torture", "KEN", **of)
    both = {"mandates": frozenset({OWN}), "state_codes": frozenset({"KEN"})}
    desk = portal.signed_in(Role.MANDATE_HOLDER, Role.DESK_OFFICER, **both)
    assert one not in desk.get("/waiting").text
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OWN}))
    assert one in holder.get("/waiting").text
