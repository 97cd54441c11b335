"""The planning board of a portal that is used (``lived_in``): all stages, a clash, reprisals."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders import plans as said
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.planned import Board
from tests.support.portal import Pages, Visitor

MANDATES = ("sr-torture", "wgad")


def plans(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    account = visitors[Role.MANDATE_HOLDER].account
    assert account
    by, today, day = account.account_id, day_of(portal.clock()), timedelta(days=1)
    board = Board(portal.engine, portal.vault, told=5_000_000)  # after all that was told
    period: dict[str, Any] = {"first": today + 20 * day, "last": today + 30 * day}
    own, other = (board.planned(one, planned_by=by, **period) for one in MANDATES)
    board.clash(other, MANDATES[1], own, MANDATES[0])
    board.step(said.CONFIRMED, own, confirmed_by=by)
    for text in (f"{UNBROKEN[:60]} {LONG}"[:2000], ARABIC):
        for one in (own, other):
            board.comment(one, text, author=by)
    moved = board.planned("sr-torture", "CHE", kind="letter", planned_by=by, **period)
    on = today + 60 * day
    board.step(said.MOVED, moved, first=on, last=on, moved_by=by)
    board.step(said.KEPT, moved, kept_by=by)
    board.planned("sr-torture", "KEN", kind="letter", planned_by=by, reprisals=True, **period)
    dropped = board.planned("wgad", "FRA", planned_by=by, **period)
    board.step(said.DROPPED, dropped, dropped_by=by)
