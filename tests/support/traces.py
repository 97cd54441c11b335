"""All that one person gets, byte by byte: pages, exports and feeds; mails: ``mailed``.

For tests that compare it with and without what this person must see no trace of. Files are opened:
what is in a workbook or a PDF is text like any other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.web.accounts.access import Door, access_of
from tests.support.portal import Pages, Visitor
from tests.support.seeing import opened, something

Got = dict[str, str]
"""What somebody gets at each address."""

SEARCHES = ("/search?q={}", "/register?q={}")
_PASSING = re.compile(
    r'nonce="[^"]*"|<input[^>]*name="(?:csrf_token|command_id)"[^>]*>|gAAAA[\w=-]+'
    r"|<dcterms:\w+ [^>]*>[^<]*|<updated>[^<]*</updated>|\?seen=[0-9a-f]{16}\b"
)
"""What is drawn by lot, or is the hour, at each request.

A list that asks for news does so with a version, which says that some fact came, of any State. How
many steps of something a page showed is no part of this: it stays, and is compared.
"""


def all_of(portal: Pages, visitor: Visitor, ids: Mapping[str, Sequence[str]], *words: str) -> Got:
    """Return all that this person gets at any address that opens for them or for everybody.

    ``ids``: what stands for an argument of an address. ``words``: what is searched for.
    """
    searched = [one.format(word) for one in SEARCHES for word in words]
    paths = dict.fromkeys([*_addresses(portal, visitor, ids), *searched])
    return {path: shown(visitor.get(path)) for path in paths}


def shown(answer: TestResponse) -> str:
    """Return an answer with what names or dates it, without what differs at each request."""
    assert answer.status_code != 500, answer.request.path
    kept = [answer.headers.get(name, "") for name in _HEADERS]
    return _PASSING.sub("", f"{answer.status_code} {kept} {opened(answer.get_data())}")


_HEADERS = ("ETag", "Last-Modified", "Content-Disposition", "Retry-After", "Link")


def differing(without: Got, found: Got) -> set[str]:
    """Return where something is another, or there with one of them alone."""
    return {path for path in without.keys() | found.keys() if without.get(path) != found.get(path)}


def _addresses(portal: Pages, visitor: Visitor, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every address that opens for this person, or for everybody, with each of the ids."""
    app = portal.app
    roles = visitor.account.roles if visitor.account else frozenset()
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        mine = access and (
            access.door is Door.PUBLIC
            or (
                access.door is Door.SESSION and roles and (not access.roles or access.roles & roles)
            )
        )
        in_each = app.url_map.is_endpoint_expecting(rule.endpoint, "lang")
        leads_on = in_each and "lang" not in rule.arguments
        if not mine or leads_on or "GET" not in (rule.methods or ()) or _is_left_out(rule):
            continue
        for values in _values(rule, ids):
            with app.test_request_context():
                yield app.url_map.bind("").build(rule.endpoint, values)


def _is_left_out(rule: Rule) -> bool:
    """Pages about the person's own way in have secrets that are drawn for each."""
    own = rule.endpoint.startswith(("security.", "starting."))
    return bool(own) or rule.endpoint == "static"


def _values(rule: Rule, ids: Mapping[str, Sequence[str]]) -> Iterator[dict[str, object]]:
    names = sorted(rule.arguments - (rule.defaults or {}).keys())
    each = [ids.get(name) or [something(rule, name)] for name in names]
    for values in product(*each):
        yield dict(zip(names, values, strict=True))
