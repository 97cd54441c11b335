"""Notices of the briefing: to the staff that an issue is out, to the desk what there is to do.

No notice says what is in an issue. Who wants no mail chooses so in the settings of notices.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import ISSUE_CUT, ISSUE_OPENED, ISSUE_SENT, ISSUE_WAITS
from portal.public.briefings import queries, subscribing
from portal.public.briefings.queries import EDITORS, STAFF, Issue
from portal.public.briefings.subscribing import Pseudonyms
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings


def due(engine: Engine, vault: Pseudonyms, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.lately(conn, since):
            yield from _of(one, on, since, vault)

    return make_due(engine, settings, found, at=at)


def _of(one: Issue, on: date, since: datetime, vault: Pseudonyms) -> Iterator[Notice]:
    if one.stage == "open" and one.opened_at > since:
        yield Notice(
            cause=derive_id("issue", ISSUE_OPENED, one.kind, one.period),
            kind=ISSUE_OPENED,
            at=one.opened_at,
            told=partial(_editors, one, on, one.hands),
        )
    if one.stage == "handed-in" and one.handed_in_at and one.handed_in_at > since:
        yield _desk(one, ISSUE_WAITS, one.handed_in_at, on, but=one.hands)
    if one.stage == "sent" and one.ended_at and one.ended_at > since:
        if one.fallen:
            yield _desk(one, ISSUE_CUT, one.ended_at, on)
        if one.kind == "briefing":
            yield Notice(
                cause=derive_id("issue", ISSUE_SENT, one.period),
                kind=ISSUE_SENT,
                at=one.ended_at,
                told=partial(_staff, one, on, vault),
            )


def _desk(
    one: Issue, kind: str, at: datetime, on: date, but: Collection[str] = frozenset()
) -> Notice:
    cause = derive_id("issue", kind, one.period, one.version, at.isoformat())
    return Notice(cause=cause, kind=kind, at=at, told=partial(_editors, one, on, but))


def _editors(one: Issue, on: date, but: Collection[str], conn: Connection) -> list[Told]:
    some = [each for each in offices.holding(conn, on, *EDITORS) if each.account_id not in but]
    return told(some, "editors", Page.ISSUE, one.period)


def _staff(one: Issue, on: date, vault: Pseudonyms, conn: Connection) -> list[Told]:
    """Whoever has the briefing by mail gets no second mail of the notice.

    Nothing goes to an address that changed: then the notice is their only mail.
    """
    marks = subscribing.confirmed(conn)

    def by_mail(account: Account) -> bool:
        mark = marks.get(account.account_id)
        return mark is not None and mark == subscribing.mark_of(vault, account.email)

    some = told(offices.holding(conn, on, *STAFF), "staff", Page.BRIEFING, one.period)
    return [replace(each, quiet=by_mail(each.account)) for each in some]
