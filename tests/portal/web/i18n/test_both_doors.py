"""Both front doors in English in disguise: nothing on their pages is beyond translators.

The pages are found by walking through a portal that everybody has used for a while, as somebody of
the public, a source, a contact point, a candidate, and on each step of signing in.
"""

from re import search

import pytest
from werkzeug.exceptions import HTTPException, default_exceptions

from tests.support.elsewhere import ELSEWHERE
from tests.support.lived_in import LivedIn
from tests.support.own_words import own_words
from tests.support.portal import Pages
from tests.support.undisguised import undisguised
from tests.support.walking import MIRRORED, NO_PAGES, Seen, is_at_the_doors
from tests.support.walks import Walks

OF_STAFF = {
    "mytellings.show": "tests/portal/followup/tellings/test_pages.py",
    "guestmeetings.show": "tests/portal/committee/meetings/test_guests.py",
    "iap.show": "tests/portal/committee/iap/test_pages.py",
    "iapacts.withdraw": "tests/portal/committee/iap/test_pages.py",
    "actionacts.restore": "tests/portal/followup/actions/test_pages.py",
    "actionacts.resume": "tests/portal/followup/actions/test_pages.py",
    "actionfiles.index": "tests/portal/followup/actions/test_files.py",
    "actionfiles.remove": "tests/portal/followup/actions/test_files.py",
    "actionshowing.publish": "tests/portal/followup/actions/test_pages.py",
    "actionshowing.withdraw": "tests/portal/followup/actions/test_pages.py",
}
"""Pages of both that the walk of the staff alone reaches; at the doors these tests look at them."""
TITLES = {"A statement –", ": A/ /Add.1 –"}
"""What somebody wrote, in the title of a window."""
FAILED = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


@pytest.fixture(scope="module")
def opened(walks: Walks) -> list[Seen]:
    return walks.spoken(MIRRORED)


def test_every_page_of_both_doors_is_opened(lived: LivedIn, opened: list[Seen]) -> None:
    """A new page fails this until somebody here comes to it."""
    app = lived.portal.app
    rules = app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    doors = {endpoint for endpoint in routes if is_at_the_doors(app, endpoint)}
    missed = doors - {page.endpoint for page in opened} - NO_PAGES
    assert missed == (doors & ELSEWHERE.keys()) | OF_STAFF.keys()


def test_nothing_is_said_that_translators_cannot_reach(lived: LivedIn, opened: list[Seen]) -> None:
    own = own_words(lived)
    assert [
        f"{page.path}: {left}"
        for page in opened
        for left in undisguised(page.text)
        if left not in TITLES and search(r"[^\W\d_]{2,}", own.sub("", left))
    ] == []


@pytest.mark.parametrize("path", ["/register", "/nowhere"])
def test_what_fails_says_so_in_the_readers_language(portal: Pages, path: str) -> None:
    for status in FAILED:
        assert undisguised(failed(portal, f"/{MIRRORED}{path}", status)) == []
        english, french = (failed(portal, f"/{code}{path}", status) for code in ("en", "fr"))
        assert '<html lang="fr"' in french
        assert heading(french) != heading(english)


def heading(page: str) -> str:
    return page.partition("<h1")[2].partition("</h1>")[0]


def failed(portal: Pages, path: str, status: int) -> str:
    """Return the page with which something fails at this address."""
    error: HTTPException = default_exceptions[status]()
    with portal.app.test_request_context(path):
        portal.app.preprocess_request()
        answer = portal.app.make_response(portal.app.handle_http_exception(error))
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Send it</p>", ["Send it"]),
        ("<p>⟦Šéñd ït⟧ to <bdi>Ana</bdi>, UA KEN 6/2026</p>", ["to ,"]),
        ("<p>⟦Šéñd <b>⟦ït⟧</b>⟧ <time>3 days ago</time></p>", []),
        ('<img alt="Send it"><input aria-label="⟦Šéñd ït⟧">', ["Send it"]),
        ('<p dir="auto">A story <b>in English</b></p>', []),
    ],
)
def test_what_is_not_in_disguise_is_found(page: str, found: list[str]) -> None:
    assert undisguised(page) == found
