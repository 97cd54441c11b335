"""What a page of the editors' desk is about: an issue, or an item of it; 404 for all others."""

from flask import request, url_for
from werkzeug.exceptions import NotFound

from portal.public.briefings import queries, words
from portal.public.briefings.queries import Content, Issue, Section
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_briefings import Edition
from shared.reference.briefings import is_item


def editions_of(one: Issue) -> tuple[Edition, ...]:
    return ("public", "staff") if one.kind == "briefing" else ("public",)


def in_each(one: Issue, found: Content) -> list[tuple[Edition, list[Section]]]:
    return [(each, found.of(each).by_section(one.kind)) for each in editions_of(one)]


def issue_of(code: str) -> Issue:
    with engine().connect() as conn:
        one = queries.one(conn, code)
    if one is None:
        raise NotFound
    return one


def found_of(code: str, *, counts: bool = False) -> tuple[Issue, Content]:
    one = issue_of(code)
    with engine().connect() as conn:
        return one, queries.content(conn, one, vault().reveal_all, counts=counts)


def item_of(code: str, item: str) -> tuple[Issue, queries.Entry]:
    """Return an item that is or was in the issue; 404 for all others."""
    one = issue_of(code)
    with engine().connect() as conn:
        entry = queries.entry(conn, one, item, vault().reveal_all)
    if entry is None or not is_item(item):
        raise NotFound
    return one, entry


def goes_on(one: Issue) -> None:
    if not one.goes_on and request.method == "GET":
        raise NotFound


def said_of(entry: queries.Entry) -> str:
    if entry.line is not None:
        return words.line(entry.line)
    return entry.text or gettext("Removed")


def about(one: Issue) -> About:
    return About(
        address=url_for("briefingdesk.show", code=one.period),
        case=queries.case_of(one.kind),
        back=gettext("The issue"),
        caption=words.title(one.kind, one.period),
    )
