"""The state of every part, as a page for whoever keeps the platform running."""

import re

from shared.roles import Role
from tests.support.portal import Pages


def test_the_administrator_lands_on_the_state_of_every_part(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    assert admin.get("/sign-in").headers["Location"] == "/operations"
    page = admin.get("/operations").text
    for part in ("database", "vault", "consume", "feed", "intake", "followup"):
        assert part in page
    assert "Ready" in page
    assert "Audit log" not in page


def test_a_page_that_is_as_it_was_is_not_sent_again(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    found = re.search(r'hx-get="([^"]+)"', admin.get("/operations").text.split("<h1")[1])
    assert found
    assert admin.fragment(found[1]).status_code == 204
    assert "<html" not in admin.fragment("/operations?seen=x").text
