"""Notices of a split: to the officers, to those who choose where they go, to who lets them in."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from portal.homes.notices.deriving import Notice
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, told
from portal.homes.notices.words import ARRIVAL, SPLIT, SPLIT_PROPOSED, UNSPLIT
from portal.stakeholders.organisations import apart, choices
from portal.stakeholders.organisations.apart import Split
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import register_id


def notices(conn: Connection, at: datetime) -> Iterator[Notice]:
    for one in apart.since(conn, at - NEWS_FOR):
        yield _proposed(conn, one, at) if one.step == "proposed" else _chosen(conn, one, at)
    for choice, entry_id in choices.asked_since(conn, at - NEWS_FOR):
        there = accounts.holding(conn, Role.FOCAL_POINT)
        people = [who for who in there if register_id(who.organisation_id or "") == entry_id]
        split_id = choice.split.split_id
        yield Notice(
            cause=derive_id("arrival", split_id, choice.account_id, entry_id, choice.chosen_at),
            kind=ARRIVAL,
            at=at,
            told=told(people, "focal", Page.OURS, entry_id),
        )


def _proposed(conn: Connection, one: Split, at: datetime) -> Notice:
    officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER)
    others = [who for who in officers if who.account_id != one.proposed_by]
    return Notice(
        cause=derive_id("split", one.split_id, one.step),
        kind=SPLIT_PROPOSED,
        at=at,
        told=told(others, "register", Page.REGISTER, one.organisation_id),
    )


def _chosen(conn: Connection, one: Split, at: datetime) -> Notice:
    """Tell whoever has a choice now: after an undo, those who went."""
    people = accounts.by_ids(conn, choices.who(conn, one.split_id)).values()
    choosing: list[Account] = [
        who for who in people if not who.disabled and choices.places(one, who, at)
    ]
    return Notice(
        cause=derive_id("split", one.split_id, one.step),
        kind=SPLIT if one.step == "split" else UNSPLIT,
        at=at,
        told=told(choosing, "member", Page.WHERE, one.split_id),
    )
