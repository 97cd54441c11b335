"""The lifetime of a session."""

from datetime import timedelta

from shared.core.roles import Role
from tests.support.portal import Pages


def test_a_page_that_looks_for_news_by_itself_keeps_no_session_alive(portal: Pages) -> None:
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    for _ in range(4):
        portal.clock.forward(timedelta(minutes=10))
        visitor.get("/?seen=7")
    assert visitor.get("/activity/").status_code == 303  # to sign in


def test_a_person_who_opens_pages_stays_signed_in(portal: Pages) -> None:
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    for _ in range(4):
        portal.clock.forward(timedelta(minutes=10))
        visitor.get("/")
    assert visitor.get("/activity/").status_code != 303
