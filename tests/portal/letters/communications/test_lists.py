"""Lists of submissions and letters page to their end, without JavaScript."""

import re
from html import unescape

import pytest

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.everything import tell
from tests.support.letters import LEAD, OTHER, drafted, requested, upto
from tests.support.portal import Pages, Visitor
from tests.support.submissions import confirmed, received, triaged

SUBMISSIONS = [str(derive_id("submission", n)) for n in range(215)]
LETTERS = [str(derive_id("communication", n)) for n in range(60)]


def somebody(portal: Pages, role: Role) -> Visitor:
    return portal.signed_in(role, mandates=frozenset({LEAD}))


def pages(visitor: Visitor, address: str, name: str) -> list[str]:
    """Return every page of the list with this name, by its links."""
    found: list[str] = []
    while address:
        found.append(visitor.get(address).text)
        onwards = rf'href="([^"]*\b{name}={len(found) + 1}\b[^"]*)" rel="next"'
        link = re.search(onwards, found[-1])
        address = unescape(link[1]) if link else ""
    return found


def shared(page: str) -> list[str]:
    return re.findall(r"/communications/new\?submission=([0-9a-f-]+)", page)


def test_215_submissions_without_a_letter_are_all_there(portal: Pages) -> None:
    tell(portal, [f(one) for f in (received, triaged, confirmed) for one in SUBMISSIONS])
    shown = pages(somebody(portal, Role.HUMAN_RIGHTS_OFFICER), "/mandate", "shared")
    assert [len(shared(page)) for page in shown] == [50, 50, 50, 50, 15]
    assert {one for page in shown for one in shared(page)} == set(SUBMISSIONS)
    assert "1 to 50 of 215" in shown[0]
    assert "201 to 215 of 215" in shown[-1]


def test_a_page_stays_the_page_that_it_is_while_it_is_open(portal: Pages) -> None:
    tell(portal, [f(one) for f in (received, triaged, confirmed) for one in SUBMISSIONS[:60]])
    officer = somebody(portal, Role.HUMAN_RIGHTS_OFFICER)
    page = officer.get("/mandate?shared=2").text
    [asks] = re.findall(r'hx-get="([^"]+)"[^>]*hx-trigger="every 1s"', page)
    assert officer.fragment(unescape(asks)).status_code == 204
    again = officer.fragment(re.sub(r"seen=[^&]+", "seen=older", unescape(asks))).text
    assert shared(again) == shared(page) != []
    assert len(shared(page)) == 10


@pytest.mark.parametrize(
    ("role", "address", "name", "number"),
    [
        (Role.HUMAN_RIGHTS_OFFICER, "/mandate", "outstanding", 2),
        (Role.MANDATE_HOLDER, "/waiting", "texts", 3),
        (Role.QUICK_RESPONSE_DESK, "/transmit", "approval", 2),
    ],
)
def test_letters_that_wait_page_too(
    portal: Pages, role: Role, address: str, name: str, number: int
) -> None:
    seal = portal.vault.seal
    tell(portal, [f for one in LETTERS for f in (*drafted(one, seal=seal), requested(one))])
    shown = pages(somebody(portal, role), address, name)
    assert len(shown) == number
    assert all(any(f"/communications/{one}" in page for page in shown) for one in LETTERS)


def test_invitations_and_prepared_letters_page_too(portal: Pages) -> None:
    tell(portal, [f for one in LETTERS for f in drafted(one, others=(OTHER,))])
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OTHER}))
    for name in ("invitations", "prepared"):
        shown = pages(holder, "/waiting", name)
        assert len(shown) == 2
        assert all(any(f"/communications/{one}" in page for page in shown) for one in LETTERS)


def test_a_statement_can_still_be_about_an_older_letter(portal: Pages) -> None:
    tell(portal, [f for one in LETTERS for f in upto("transmitted", one)])
    officer = somebody(portal, Role.HUMAN_RIGHTS_OFFICER)
    offered = officer.get("/statements/new").text
    older = [one for one in LETTERS if one not in offered]
    assert len(older) == 10
    page = officer.get(f"/statements/new?letter={older[0]}").text
    assert re.search(rf'value="{older[0]}" checked', page)
