"""Tokens of programs on the page of a focal point: made once shown, used by the day, ended."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.homes.notices import ending
from portal.homes.notices.tables import inbox
from portal.web.accounts import account as accounts
from portal.web.accounts import programs
from portal.web.accounts.account import Account
from portal.web.accounts.programs import Scope
from portal.web.accounts.rights import Rights
from portal.web.accounts.tables import api_tokens
from portal.web.audit.chain import audit
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.programs import token_of
from tests.support.submissions import Told

DAY = timedelta(days=1)
FORM = {"name": "Case files", "scopes": ["file", "status"]}


@pytest.fixture
def focal(portal: Pages, told: Told) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="watch")


def account_of(visitor: Visitor) -> Account:
    assert visitor.account is not None
    return visitor.account


def made(portal: Pages, focal: Visitor, **changes: object) -> str:
    """Make a token on the page; return it."""
    ends_on = (day_of(portal.clock()) + 30 * DAY).isoformat()
    answer = focal.post("/programs/new", {**_shown(focal), "ends_on": ends_on, **FORM, **changes})
    assert answer.status_code == 200, answer.text
    found = re.search(r"data-token>([^<]+)<", answer.text)
    assert found
    return found[1]


def _shown(focal: Visitor) -> dict[str, str]:
    page = focal.get("/programs/new").text
    found = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)
    assert found, page
    return {"command_id": found[1]}


def status(portal: Pages, token: str) -> int:
    """What a program with this token is told of a submission that is not there: 404 if it lives."""
    sent = {"Authorization": f"Bearer {token}"}
    return portal.app.test_client().get("/api/v1/submissions/x", headers=sent).status_code


def test_a_token_is_made_and_shown_once(portal: Pages, focal: Visitor) -> None:
    token = made(portal, focal)
    assert status(portal, token) == 404
    page = focal.get("/programs/").text
    assert "Case files" in page
    assert account_of(focal).name in page
    assert "File submissions" in page
    assert token not in page
    assert token.partition(".")[0] in page  # so that one knows which it is


def test_the_database_does_not_have_the_token_and_the_log_says_who_made_it(
    portal: Pages, focal: Visitor
) -> None:
    token = made(portal, focal)
    with portal.engine.connect() as conn:
        kept = repr(conn.execute(select(api_tokens)).all())
        log = conn.execute(select(audit.c.actor_id, audit.c.what, audit.c.purpose)).all()
    assert token.partition(".")[2] not in kept
    assert [tuple(one) for one in log if one.what.startswith("program")] == [
        (account_of(focal).account_id, "program-made", "scope:file"),
        (account_of(focal).account_id, "program-made", "scope:status"),
    ]


def test_sent_twice_it_is_one_token_and_not_shown_again(portal: Pages, focal: Visitor) -> None:
    ends_on = (day_of(portal.clock()) + DAY).isoformat()
    form = {**_shown(focal), **FORM, "ends_on": ends_on}
    assert focal.post("/programs/new", form).status_code == 200
    assert focal.post("/programs/new", form).status_code == 303
    with portal.engine.connect() as conn:
        assert len(programs.of_organisation(conn, account_of(focal))) == 1


def test_a_forged_form_neither_takes_nor_finds_the_program_of_others(
    portal: Pages, focal: Visitor
) -> None:
    """How a token begins is no secret, and says nowhere that there is such a program."""
    theirs = made(portal, focal).partition(".")[0]
    other = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="other")
    forged = {"command_id": f"{theirs}{'0' * 16}"}
    ends_on = (day_of(portal.clock()) + DAY).isoformat()
    answer = other.post("/programs/new", {**FORM, "ends_on": ends_on, **forged})
    assert answer.status_code == 200
    assert f"{theirs}." not in answer.text
    assert focal.get(f"/programs/{theirs}/end").status_code == 200


@pytest.mark.parametrize("days", [-1, 366])
def test_its_last_day_is_within_a_year(portal: Pages, focal: Visitor, days: int) -> None:
    ends_on = (day_of(portal.clock()) + days * DAY).isoformat()
    answer = focal.post("/programs/new", {**_shown(focal), **FORM, "ends_on": ends_on})
    assert answer.status_code == 422
    assert "within a year" in answer.text


def test_what_it_may_do_must_be_chosen(portal: Pages, focal: Visitor) -> None:
    ends_on = day_of(portal.clock()).isoformat()
    form = {**_shown(focal), "name": "A", "ends_on": ends_on}
    assert focal.post("/programs/new", form).status_code == 422
    assert focal.post("/programs/new", {**form, "scopes": ["everything"]}).status_code == 422


def test_it_is_taken_on_its_last_day_and_not_after(portal: Pages, focal: Visitor) -> None:
    token = token_of(portal, account_of(focal), days=1)
    portal.clock.forward(DAY)
    assert status(portal, token) == 404
    portal.clock.forward(DAY)
    assert status(portal, token) == 401


def test_only_its_day_of_use_is_kept(portal: Pages, focal: Visitor) -> None:
    token = made(portal, focal)
    assert "Not used yet" in focal.get("/programs/").text
    status(portal, token)
    with portal.engine.connect() as conn:
        [kept] = conn.scalars(select(api_tokens.c.used_on))
    assert kept == day_of(portal.clock()).isoformat()
    assert "In use" in focal.get("/programs/").text


def test_it_is_ended_at_once_after_a_question(portal: Pages, focal: Visitor) -> None:
    token = made(portal, focal)
    end = f"/programs/{token.partition('.')[0]}/end"
    page = focal.get(end).text
    assert "make another token" in " ".join(page.split())
    found = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)
    assert found
    assert status(portal, token) == 404
    assert focal.post(end, {"command_id": found[1]}).status_code == 303
    assert status(portal, token) == 401
    assert focal.get(end).status_code == 404
    assert "No program of your organisation has a token" in focal.get("/programs/").text


def test_renewing_makes_another_and_leaves_the_old_one(portal: Pages, focal: Visitor) -> None:
    old = made(portal, focal, scopes=["answer"])
    form = focal.get(f"/programs/new?like={old.partition('.')[0]}").text
    assert 'value="Case files"' in form
    assert re.search(r'value="answer" checked', form)
    assert not re.search(r'value="file" checked', form)
    new = made(portal, focal)
    assert [status(portal, one) for one in (old, new)] == [403, 404]  # the old one has no status


def test_colleagues_end_it_too_and_others_see_nothing(portal: Pages, focal: Visitor) -> None:
    token = made(portal, focal)
    end = f"/programs/{token.partition('.')[0]}/end"
    colleague = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="watch")
    other = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="other")
    member = portal.signed_in(Role.NGO_MEMBER, organisation_id="watch")
    assert colleague.get(end).status_code == 200
    assert other.get(end).status_code == 404
    assert "Case files" not in other.get("/programs/").text
    assert member.get("/programs/").status_code == 403


def test_making_one_asks_for_a_fresh_second_step(portal: Pages, focal: Visitor) -> None:
    portal.clock.forward(timedelta(minutes=29))
    focal.get("/programs/")
    portal.clock.forward(timedelta(minutes=29))
    assert focal.get("/programs/new").headers["Location"].startswith("/security/confirm")


@pytest.mark.parametrize("how", ["disabled", "no focal point", "another organisation", "password"])
def test_a_token_dies_with_the_right_of_who_made_it(
    portal: Pages, focal: Visitor, how: str
) -> None:
    token, account_id = made(portal, focal), account_of(focal).account_id
    assert status(portal, token) == 404
    both = frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT})
    with portal.engine.begin() as conn:
        match how:
            case "disabled":
                accounts.set_disabled(conn, account_id, disabled=True)
            case "no focal point":
                rights = Rights(roles=both - {Role.FOCAL_POINT}, organisation_id="watch")
                accounts.set_rights(conn, account_id, rights, "Watch")
            case "another organisation":
                rights = Rights(roles=both, organisation_id="other")
                accounts.set_rights(conn, account_id, rights, "Other")
            case _:
                accounts.set_password(conn, account_id, "hash")
    assert status(portal, token) == 401


@pytest.mark.parametrize("how", ["disabled", "no focal point", "another organisation"])
def test_a_token_that_died_stays_dead_when_the_right_comes_back(
    portal: Pages, focal: Visitor, how: str
) -> None:
    token, account = made(portal, focal), account_of(focal)
    before = accounts.rights_of(account)
    taken = {
        "no focal point": replace(before, roles=frozenset({Role.NGO_MEMBER})),
        "another organisation": replace(before, organisation_id="other"),
    }
    with portal.engine.begin() as conn:
        if how == "disabled":
            accounts.set_disabled(conn, account.account_id, disabled=True)
            accounts.set_disabled(conn, account.account_id, disabled=False)
        else:
            accounts.set_rights(conn, account.account_id, taken[how], "Watch")
            accounts.set_rights(conn, account.account_id, before, "Watch")
    assert status(portal, token) == 401


def test_a_token_lives_on_when_other_rights_of_its_maker_change(
    portal: Pages, focal: Visitor
) -> None:
    token, account = made(portal, focal), account_of(focal)
    more = accounts.rights_of(account)
    with portal.engine.begin() as conn:
        accounts.set_rights(conn, account.account_id, replace(more, states=frozenset()), "Watchers")
    assert status(portal, token) == 404


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token.partition(".")[0],
        lambda token: token.partition(".")[0] + ".",
        lambda token: token + "a",
        lambda token: token[:-1],
        lambda token: token.partition(".")[2],
        lambda token: "0" * 16 + "." + token.partition(".")[2],
        lambda _: ".",
    ],
)
def test_a_part_of_a_token_is_none(portal: Pages, focal: Visitor, change: object) -> None:
    token = made(portal, focal)
    assert callable(change)
    assert status(portal, change(token)) == 401


def test_focal_points_are_told_once_before_it_ends(portal: Pages, focal: Visitor) -> None:
    other = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="other")
    token = token_of(portal, account_of(focal), days=20, scopes={Scope.FILE})
    assert ending.due(portal.engine, portal.settings, at=portal.clock()) == 0
    portal.clock.forward(6 * DAY)
    assert ending.due(portal.engine, portal.settings, at=portal.clock()) == 1
    assert ending.due(portal.engine, portal.settings, at=portal.clock()) == 0
    with portal.engine.connect() as conn:
        told = list(conn.scalars(select(inbox.c.account_id)))
    assert told == [account_of(focal).account_id]
    assert other.account_id not in told
    again = portal.sign_in(account_of(focal))
    assert "The token of a program of your organisation ends soon" in again.get("/notices").text
    with portal.engine.begin() as conn:
        program = programs.by_token(conn, token)
        assert program
        programs.end(conn, program)
    assert "ends soon" not in again.get("/notices").text
