"""A term that ends takes reading with it, at the next request and without an administrator.

Every route is walked by a holder whose term is over, whose mandate ended, or who holds one of two
mandates still: what they get is compared with what somebody gets who never had the mandate.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.letters.communications.tables import holders, lives
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from portal.web.policy import Kind
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted
from shared.core.roles import Role
from tests.support import committee as members
from tests.support.everything import planted
from tests.support.items import MANDATES
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.readers import readers, told
from tests.support.seeing import World, addresses, walked

LED, OTHER = MANDATES
HOLDER = Role.MANDATE_HOLDER
DAY = timedelta(days=1)
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SOON = TODAY + 200 * DAY


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    directory = tmp_path_factory.mktemp("past")
    with pages(*sqlite_urls(directory), attachments=str(directory / "files")) as portal:
        visitors = {
            "source": portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"),
            "nhri": portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1"),
            "holder": portal.signed_in(HOLDER, mandates=frozenset({LED})),
            "past": portal.signed_in(
                HOLDER, Role.COORDINATION_COMMITTEE, mandates=frozenset({LED})
            ),
        }
        items = planted(
            portal,
            source=account_of(visitors["source"]),
            contact_point=account_of(visitors["nhri"]),
            besides=[
                noted("past", account_of(visitors["past"]), last=TODAY - DAY),
                noted("now", account_of(visitors["holder"]), first=TODAY),
            ],
        )
        yield World(portal, items, visitors)


def account_of(visitor: Visitor) -> str:
    assert visitor.account is not None
    return visitor.account.account_id


def noted(
    term_id: str,
    holder_id: str | None,
    *,
    mandate: str = LED,
    first: date = date(2020, 8, 1),
    last: date = date(2032, 7, 31),
) -> HolderNoted:
    return HolderNoted(
        mandate=mandate,
        term_id=term_id,
        seat=None,
        holder_id=holder_id,
        starts_on=first,
        last=last,
        noted_at=AT,
    )


def ended(mandate: str, last: date) -> MandateLifeNoted:
    return MandateLifeNoted(mandate=mandate, transmits_until=last, signs_until=last, noted_at=AT)


@pytest.mark.usefixtures("refusals_drawn_once")  # of a refusal nothing is kept
def test_every_route_gives_a_past_holder_what_the_public_gets(world: World) -> None:
    looked = addresses(world)
    got = walked(world, "past", looked)
    public = [item for item in world.items if "visitor" in readers(item)]
    assert {item.text for item in world.items if item.text in got} == {one.text for one in public}
    known = {item.id for item in world.items if "visitor" in told(item)}
    assert [one for one in world.items if one.id not in known and one.id in got] == []


def test_who_holds_the_mandate_now_reads_on(world: World) -> None:
    looked = [one for one in addresses(world) if one.rule.endpoint == "communications.detail"]
    got = walked(world, "holder", looked)
    letters = [one for one in world.items if one.kind in {Kind.LETTER, Kind.CLEARANCE}]
    assert letters
    assert all(one.text in got for one in letters)


# --- one account -------------------------------------------------------------------------------


def note(portal: Pages, *facts: HolderNoted | MandateLifeNoted) -> None:
    """Put on record what approvals noted; the same term again replaces it."""
    with portal.engine.begin() as conn:
        for fact in facts:
            table, key = (
                (holders, "term_id") if isinstance(fact, HolderNoted) else (lives, "mandate")
            )
            row = {one.name: getattr(fact, one.name) for one in table.columns}
            conn.execute(table.delete().where(table.c[key] == row[key]))
            conn.execute(table.insert().values(**row))


def today(portal: Pages, account: Account) -> Account:
    with portal.engine.connect() as conn:
        return offices.as_of(conn, account, TODAY)


def test_nothing_on_record_changes_nothing(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset(MANDATES))
    assert today(portal, one) == one


def test_a_term_that_ends_takes_its_mandate_and_leaves_the_other(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset(MANDATES))
    note(portal, noted("t1", one.account_id, last=TODAY - DAY))
    after = today(portal, one)
    assert after.mandates == {OTHER}
    assert after.past == {LED}
    assert after.roles == one.roles


def test_the_last_day_is_a_day_of_the_term(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("t1", one.account_id, last=TODAY))
    assert today(portal, one) == one


def test_with_the_last_mandate_the_roles_go_and_the_committee_too(portal: Pages) -> None:
    roles = (HOLDER, Role.CHAIR_RAPPORTEUR, Role.COORDINATION_COMMITTEE, Role.CANDIDATE)
    one = portal.person(*roles, mandates=frozenset({LED}))
    note(portal, noted("t1", one.account_id, last=TODAY - DAY))
    assert today(portal, one).roles == {Role.CANDIDATE}


def test_a_seat_in_the_committee_goes_with_its_term_whatever_else_is_held(portal: Pages) -> None:
    """K1: a holder of another mandate, and an account that has that role alone."""
    roles = (HOLDER, Role.COORDINATION_COMMITTEE)
    one = portal.person(*roles, mandates=frozenset({OTHER}))
    alone = portal.person(Role.COORDINATION_COMMITTEE)
    never = portal.person(Role.COORDINATION_COMMITTEE)
    record = members.Committee(portal.engine, portal.vault)
    record.tell(
        members.elected(
            members=(
                members.member("sr-torture", holder_id=one.account_id),
                members.member("sr-food", holder_id=alone.account_id),
            )
        )
    )
    assert [today(portal, each) for each in (one, alone, never)] == [one, alone, never]
    for mandate in ("sr-torture", "sr-food"):
        record.tell(members.left(mandate, TODAY))
    assert today(portal, one) == one, "the last day is a day of the term"
    for mandate in ("sr-torture", "sr-food"):
        record.tell(members.left(mandate, TODAY - DAY))
    assert today(portal, one) == replace(one, roles=frozenset({HOLDER}))
    assert today(portal, alone).roles == frozenset()
    assert today(portal, never) == never
    with portal.engine.connect() as conn:
        assert offices.holding(conn, TODAY, Role.COORDINATION_COMMITTEE) == [never]


def test_who_left_the_committee_finds_nothing_of_it_at_the_next_request(portal: Pages) -> None:
    visitor = portal.signed_in(HOLDER, Role.COORDINATION_COMMITTEE, mandates=frozenset({OTHER}))
    record = members.Committee(portal.engine, portal.vault)
    this = members.member("sr-torture", holder_id=account_of(visitor))
    record.tell(members.elected(members=(this,)))
    for path in ("/early-warning/rules", "/coverage-desk/adopt"):
        assert visitor.get(path).status_code == 200
    record.tell(members.left("sr-torture", TODAY - DAY))
    for path in ("/early-warning/rules", "/coverage-desk/adopt"):
        assert visitor.get(path).status_code == 403


def test_a_renewed_term_opens_it_again(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("t1", one.account_id, last=TODAY - DAY))
    note(portal, noted("t2", one.account_id, first=TODAY))
    assert today(portal, one) == one


def test_a_term_to_come_opens_the_first_weeks_and_no_work(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("t1", one.account_id, first=TODAY + DAY))
    after = today(portal, one)
    assert after.roles == {HOLDER}
    assert not after.mandates


def test_a_mandate_that_ended_is_held_by_nobody_until_it_is_back(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("t1", one.account_id), ended(LED, TODAY - DAY))
    assert not today(portal, one).mandates
    note(portal, ended(LED, SOON))
    assert today(portal, one) == one


def test_a_successor_leaves_nothing_to_an_account_without_a_term(portal: Pages) -> None:
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("old", None, last=TODAY - DAY), noted("new", "somebody", first=TODAY))
    assert not today(portal, one).mandates


def test_an_officer_works_on_whoever_holds_the_mandate(portal: Pages) -> None:
    officer = portal.person(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({LED}))
    both = portal.person(HOLDER, Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset(MANDATES))
    note(portal, noted("t1", both.account_id, last=TODAY - DAY))
    note(portal, noted("t2", "somebody", mandate=OTHER))
    assert today(portal, officer) == officer
    after = today(portal, both)
    assert after.mandates == {OTHER}
    assert after.roles == {Role.HUMAN_RIGHTS_OFFICER}


def test_who_signs_in_lands_where_it_says_what_became_of_the_mandate(portal: Pages) -> None:
    visitor = portal.signed_in(HOLDER, mandates=frozenset({LED}))
    assert visitor.get("/waiting").status_code == 200
    note(portal, noted("t1", account_of(visitor), last=TODAY - DAY))
    assert visitor.get("/waiting").status_code == 403
    page = visitor.get("/security").text
    assert "the term ended on" in page
    assert "stays on record under your name" in page


def test_the_administrator_sees_why_and_nothing_was_taken(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    one = portal.person(HOLDER, mandates=frozenset({LED}))
    page = f"/accounts/{one.account_id}"
    assert "no term is on record" in admin.get(page).text
    note(portal, noted("t1", one.account_id, last=TODAY - DAY))
    assert "the term ended on" in admin.get(page).text
    note(portal, noted("t2", one.account_id, first=TODAY + DAY))
    assert "the term begins on" in admin.get(page).text
    note(portal, noted("t2", one.account_id, first=TODAY))
    assert "until" in admin.get(page).text
    note(portal, ended(LED, TODAY - DAY))
    assert "the mandate ended on" in admin.get(page).text
    with portal.engine.connect() as conn:
        kept = accounts.by_id(conn, one.account_id)
    assert kept is not None
    assert kept.mandates == {LED}


def test_everybody_who_holds_a_mandate_today(portal: Pages) -> None:
    past = portal.person(HOLDER, mandates=frozenset({LED}))
    now = portal.person(HOLDER, mandates=frozenset({LED}))
    note(portal, noted("t1", past.account_id, last=TODAY - DAY), noted("t2", now.account_id))
    with portal.engine.connect() as conn:
        assert offices.holding(conn, TODAY, HOLDER) == [now]
        assert offices.offices_of(conn, "nobody", TODAY) == []
        found = offices.of_all(conn, [past.account_id, now.account_id, "nobody"], TODAY)
        assert {one: found[one].mandates for one in found} == {
            past.account_id: frozenset(),
            now.account_id: {LED},
        }
