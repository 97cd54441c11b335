"""The inbox on pages: the count in the header, and the lines of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import current_app, g, url_for
from sqlalchemy import Connection, Row
from sqlalchemy.exc import SQLAlchemyError

from portal.homes.notices import inbox, reports
from portal.homes.notices.pages import ADDRESSES, Page
from portal.homes.notices.reading import Opens
from portal.homes.notices.words import words
from portal.letters.communications.words import on_case, title
from portal.letters.statements.words import kind
from portal.stakeholders.subscriptions.queries import Report
from portal.web import cases
from portal.web.accounts.access import access_of, current_actor, signed_in
from portal.web.accounts.account import Account
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.i18n.names import recipient
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import mandate_acronym

_OPEN = "pages of notices, by roles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``about``: what it is about, as the lists of the platform name it; nothing for a source."""

    notice_id: UUID
    words: str
    about: str
    at: datetime
    read: bool


def opens(account: Account) -> Opens:
    """Return which pages open for this person's roles, as the pages themselves say.

    That does not change while the application runs, and every page asks.
    """
    kept: dict[frozenset[Role], frozenset[Page]] = current_app.extensions.setdefault(_OPEN, {})
    if account.roles not in kept:
        kept[account.roles] = frozenset(page for page in Page if _door(page, account))
    return kept[account.roles].__contains__


def _door(page: Page, account: Account) -> bool:
    access = access_of(current_app, ADDRESSES[page][0])
    return access is not None and (not access.roles or account.has(*access.roles))


def unread() -> int:
    """Return the number of the person's unread notices. Used by the base template.

    The page that says that the database is away does not show it.
    """
    account = signed_in()
    if account is None:
        return 0
    if "unread" not in g:
        try:
            with engine().connect() as conn:
                g.unread = inbox.unread(conn, account, opens(account))
        except SQLAlchemyError:
            g.unread = 0
    count: int = g.unread
    return count


def days(conn: Connection, rows: Sequence[Row[Any]]) -> list[tuple[date, list[Line]]]:
    """Return the lines, by the days of Geneva."""
    about = inbox.about(conn, current_actor(), rows)
    lines = [_line(row, about) for row in rows]
    return [(day, list(some)) for day, some in groupby(lines, key=lambda one: day_of(one.at))]


def address(notice: Row[Any]) -> str:
    """Return where a notice leads."""
    endpoint, argument = ADDRESSES[Page(notice.page)]
    return url_for(endpoint, **({argument: notice.item_id} if argument else {}))


def _line(row: Row[Any], about: Mapping[str, Any]) -> Line:
    return Line(
        notice_id=row.notice_id,
        words=str(words(row.reason, row.kind)),
        about=_about(Page(row.page), row.item_id, about.get(row.item_id)),
        at=row.at,
        read=row.read_at is not None,
    )


def _about(page: Page, item_id: str, found: Any) -> str:
    match page:
        case _ if found is None:
            return ""
        case Page.LETTER | Page.CASE | Page.CASE_OF_STATE | Page.PUBLICATION:
            return listed(filter(None, (title(found), found.reference, on_case(found))))
        case Page.APPLICATION | Page.FIRST_WEEKS | Page.NEW_HOLDER | Page.GRADING:
            return mandate_acronym(found.mandate)
        case _ if page in inbox.OF_VACANCIES:
            return mandate_acronym(found.mandate)
        case _ if page in inbox.OF_VISITS:
            return listed((mandate_acronym(found.mandate), recipient(found.state)))
        case Page.VISIT_LETTER:
            return listed([*map(mandate_acronym, found.mandates), recipient(found.state)])
        case Page.STATEMENT:
            return kind(found.kind)
        case Page.TRIAGE:
            return listed((cases.number(item_id), recipient(found.state)))
        case _:  # another page of the same item: a report has the id of its mission
            return ""


def addresses_refused(report: Report) -> int:
    """Return how many addresses refused a mail since the notice of this report was sent."""
    with engine().connect() as conn:
        return reports.bounced(conn, vault(), report)
