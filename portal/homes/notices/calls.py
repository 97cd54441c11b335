"""Whom a call is made known to: one message each, and nobody twice in one round.

No table lists recipients. Who was told already is asked of the inboxes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, select

from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox
from portal.homes.notices.told import Told
from portal.selection import dissemination_model
from portal.selection.read_model import vacancies
from portal.selection.roster import entries
from portal.selection.roster.entries import Wanted
from portal.selection.stage import Vacancy, vacancy
from portal.stakeholders.organisations import profile
from portal.stakeholders.organisations.read_model import organisations
from portal.stakeholders.subscriptions import audience as hearing
from portal.web.accounts import account as accounts
from shared.contracts.stakeholders_dissemination import CallAudience
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import states

KIND = "call-disseminated"


class Opening(Protocol):
    """The vault: what it opens here is compared, and shown to nobody."""

    def reveal_all(self, sealed: Sequence[Sealed], /) -> list[str | None]: ...


def called(conn: Connection, vault: Opening, row: Any) -> list[Told] | None:
    """Return who is told; None while the audience is not known, nobody once the call is over."""
    this = select(vacancies).where(vacancies.c.vacancy_id == row.vacancy_id)
    found = conn.execute(this).one_or_none()
    sent = {one.number: one for one in dissemination_model.of(conn, row.vacancy_id)}
    if found is None or row.number not in sent:
        return None
    one = vacancy(found)
    if not one.call_open(row.at):
        return []
    return reached(conn, vault, one, sent[row.number].audience, row.at)


def reached(
    conn: Connection, vault: Opening, one: Vacancy, audience: CallAudience, at: datetime
) -> list[Told]:
    """Return who would be told of this call now: the audience without who was told before."""
    people = (
        _of_register(conn, vault, one, audience)
        if audience.whom == "register"
        else _of_roster(conn, vault, one, audience, at)
    )
    before = _told_before(conn, one)
    return [person for person in people if person.account.account_id not in before]


def _told_before(conn: Connection, one: Vacancy) -> set[str]:
    c = inbox.c
    these = [c.kind == KIND, c.page == Page.VACANCY, c.item_id == one.vacancy_id]
    begun = select(vacancies.c.round_at).where(vacancies.c.vacancy_id == one.vacancy_id)
    if (round_at := conn.scalar(begun)) is not None:
        these.append(c.at >= round_at)
    return set(conn.scalars(select(c.account_id).where(*these)))


def _of_register(
    conn: Connection, vault: Opening, one: Vacancy, audience: CallAudience
) -> list[Told]:
    fitting = _entries(conn, vault, audience)
    return [
        Told(
            account=hearer.account,
            reason="called",
            page=Page.VACANCY,
            item_id=one.vacancy_id,
            quiet=hearer.quiet,
        )
        for hearer in hearing.hearing_for(conn, fitting)
    ]


def _entries(conn: Connection, vault: Opening, audience: CallAudience) -> set[str]:
    """Return the entries of the register that the rule is about, public or hidden."""
    c = organisations.c
    rows = conn.execute(select(c.organisation_id, c.profile).where(c.profile.is_not(None))).all()
    texts = vault.reveal_all([row.profile for row in rows])
    found = set()
    for row, text in zip(rows, texts, strict=True):
        if text is not None and _fits(profile.read(text), audience):
            found.add(row.organisation_id)
    return found


def _fits(one: profile.Profile, audience: CallAudience) -> bool:
    state = states().get(one.country)
    group = state.group if state else None
    return (not audience.kinds or one.type in audience.kinds) and (
        not audience.regions or group in audience.regions
    )


def _of_roster(
    conn: Connection, vault: Opening, one: Vacancy, audience: CallAudience, at: datetime
) -> list[Told]:
    """Return who agreed to be found and fits the seat, the mandate and the rule."""
    every = entries.fitting(conn, vault.reveal_all, Wanted(field=one.mandate), at)
    people = [
        entry.details.account
        for entry in every
        if (not audience.regions or entry.details.region in audience.regions)
        and (
            not audience.languages
            or not set(entry.details.languages).isdisjoint(audience.languages)
        )
        and (one.seat_region is None or entry.details.region == one.seat_region)
    ]
    able = accounts.by_ids(conn, set(people))
    return [
        Told(account=account, reason="roster", page=Page.VACANCY, item_id=one.vacancy_id)
        for account in able.values()
        if not account.disabled and account.has(Role.CANDIDATE)
    ]
