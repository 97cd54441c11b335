"""Help for everybody, how it works for each role, and reports of problems with the platform."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.public.help.tables import KEPT, problems, prune
from portal.web.accounts import attempts
from portal.web.accounts.guides import GUIDES
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor

PAGES = ("/help", "/privacy", "/accessibility", "/problem")
WITHOUT_A_PAGE = {Role.SOURCE, Role.CHAIR_RAPPORTEUR}  # the latter only beside a holder
REPORT = {"page": "letter", "what": "lost", "text": "The page froze."}


def report(visitor: Visitor, **typed: str) -> Any:
    return visitor.post("/problem", {"command_id": str(uuid4()), **REPORT, **typed})


def kept(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(problems)))


@pytest.mark.parametrize("address", PAGES)
def test_everybody_reads_help_and_finds_it_in_the_footer(portal: Pages, address: str) -> None:
    stranger = portal.visitor()
    assert stranger.get(address).status_code == 200
    for page in ("/", "/return/", "/register", address, "/no-such-page"):
        answer = stranger.client.get(page, follow_redirects=True)
        footer = answer.text.partition("<footer")[2]
        assert f'href="/en{address}"' in footer, page


@pytest.mark.parametrize("role", sorted(set(Role) - WITHOUT_A_PAGE))
def test_each_role_reads_how_it_works_where_it_lands(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role)
    page = visitor.client.get("/sign-in", follow_redirects=True).text
    assert 5 <= len(GUIDES[role]) <= 8
    assert "How this works" in page
    for sentence in GUIDES[role]:
        assert sentence in page.replace("&#39;", "'")
    assert "How this works" not in visitor.get("/security/").text


def test_a_problem_is_kept_without_who_reported_it(portal: Pages) -> None:
    for visitor in (portal.visitor(), portal.signed_in(Role.HUMAN_RIGHTS_OFFICER)):
        assert report(visitor).status_code == 303
    found = kept(portal)
    assert [(one.page, one.what, one.text, one.account_id) for one in found] == [
        (*REPORT.values(), None)
    ] * 2


def test_who_wants_to_be_asked_is_named_and_a_stranger_cannot_be(portal: Pages) -> None:
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, name="Hana Officer")
    assert "Keep my name" in officer.get("/problem").text
    assert "Keep my name" not in portal.visitor().get("/problem").text
    report(officer, named="y")
    report(portal.visitor(), named="y")
    assert officer.account is not None
    assert {one.account_id for one in kept(portal)} == {officer.account.account_id, None}
    page = portal.signed_in(Role.SYSTEM_ADMIN).get("/problems").text
    assert "Hana Officer" in page
    assert "What I typed was lost" in page
    assert "The page froze." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"page": ""}, "Choose the kind of page"),
        ({"page": "/communications/6f1f6a2e"}, "Not a valid choice"),
        ({"what": ""}, "Choose what happened"),
        ({"text": "x" * 501}, "Use at most 500 characters"),
    ],
)
def test_a_report_has_fixed_choices_and_a_short_text(
    portal: Pages, typed: dict[str, str], sentence: str
) -> None:
    answer = report(portal.visitor(), **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(portal) == []


def test_a_double_click_is_one_report(portal: Pages) -> None:
    visitor, form = portal.visitor(), str(uuid4())
    for _ in range(2):
        assert report(visitor, command_id=form).status_code == 303
    assert len(kept(portal)) == 1


def test_many_reports_have_to_wait(portal: Pages) -> None:
    visitor = portal.visitor()
    answers = [report(visitor).status_code for _ in range(attempts.PER_ACCOUNT + 1)]
    assert answers == [303] * attempts.PER_ACCOUNT + [429]
    portal.clock.forward(attempts.WINDOW)
    assert report(visitor).status_code == 303


def test_an_old_report_is_thrown_away(portal: Pages) -> None:
    report(portal.visitor(), text="An old one")
    portal.clock.forward(KEPT)
    assert "An old one" not in portal.signed_in(Role.SYSTEM_ADMIN).get("/problems").text
    report(portal.visitor(), text="A new one")
    assert prune(portal.engine, at=portal.clock()) == 1
    assert [one.text for one in kept(portal)] == ["A new one"]


def test_the_form_carries_no_address_of_the_page_that_it_was_reached_from(portal: Pages) -> None:
    page = portal.visitor().get("/problem", Referer="https://here.example/communications/1").text
    form = page.partition('action="/en/problem"')[2].partition("</form>")[0]
    names = set(re.findall(r' name="([^"]+)"', form))
    assert names == {"csrf_token", "command_id", "page", "what", "text"}
