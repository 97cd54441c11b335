"""The box in the header, and its messages about unusable words."""

import pytest
from structlog.testing import capture_logs

from shared.core.roles import Role
from tests.portal.homes.search.conftest import ask
from tests.support.portal import HERE, Pages


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SOURCE}))
def test_every_page_of_who_signed_in_has_the_box(portal: Pages, role: Role) -> None:
    page = portal.signed_in(role).get("/help").text
    header = page.partition("<header")[2].partition("</header>")[0]
    assert 'action="/search"' in header
    assert 'method="post"' in header.partition("masthead__search")[2].partition(">")[0]
    assert 'for="look-for"' in header


def test_the_page_of_the_search_has_one_box(portal: Pages) -> None:
    page = portal.signed_in(Role.CHIEF).get("/search").text
    assert page.count('action="/search"') == 1
    assert "What you can type" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type what you look for"),
        ("   ", "Type what you look for"),
        ("a" * 101, "Use at most 100 characters"),
        ("must \u202eton od", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("Ana\U000e0041", "characters that cannot be shown"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_a_sentence(
    portal: Pages, typed: str, sentence: str
) -> None:
    answer = ask(portal.signed_in(Role.QUICK_RESPONSE_DESK), typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_where_to_look_is_one_of_those_offered(portal: Pages) -> None:
    assert (
        ask(portal.signed_in(Role.QUICK_RESPONSE_DESK), "x", where="all of it").status_code == 422
    )


@pytest.mark.parametrize("typed", ["...", "zzz", "'; drop", '" OR 1=1 --', "%", "NOT AND", "*"])
def test_nothing_is_said_alike(portal: Pages, typed: str) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = desk.get(ask(desk, typed).headers["Location"])
    assert page.status_code == 200
    assert "Nothing that you may open is called this." in page.text
    assert "What you can type" in page.text


def test_a_form_of_another_site_is_refused(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    sent = {"text": "Kenya", "where": "all"}
    assert desk.client.post("/search", data=sent, headers=HERE).status_code == 400


def test_what_is_typed_stands_in_no_log(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    with capture_logs() as logs:
        for where in ("all", "names", "neither"):
            sent = ask(desk, "Zacharias", where=where)
            if sent.status_code == 303:
                assert "acharias" not in sent.headers["Location"]
                desk.get(sent.headers["Location"])
    assert "acharias" not in str(logs)
    assert "acharias" not in str(portal.asked)
