"""The pages of coverage, for everybody and for those who work here.

Both have the same table, by the same rules. ``whole``: with the column that is not public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.coverage import counting, registered, table, words
from portal.committee.coverage.cells import Cell
from portal.committee.coverage.table import Column, Table
from portal.web import charts, htmx, paging
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from shared.reference.coverage import GROUPS, covered, non_members
from shared.reference.former_states import FormerState, former_states

_AT_ONCE = 50
_BESIDE_TILES = 20  # the tiles have every State, and the page comes by a bad line


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """``step``: its shade, from 1; 0 where the answer is no number."""

    state: str
    said: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An answer of a month, and that of today."""

    state: str
    column: Column
    then: str
    now: str


def asked_table(conn: Connection, *, whole: bool) -> Table | None:
    """Return the table that the address asks for; 404 where there is no such snapshot."""
    month = request.args.get("month", "")
    if not month:
        register = registered.for_pages(conn, today(), whole=whole)
        return table.as_of_today(conn, register, today(), now(), whole=whole)
    found = table.of_month(conn, month, partial(registered.grades_on, conn), whole=whole)
    if found is None:
        raise NotFound
    return found


def file_table(*, whole: bool) -> Table:
    """Return what is exported; 404 before a set was adopted."""
    with engine().connect() as conn:
        found = asked_table(conn, whole=whole)
    if found is None:
        raise NotFound
    return found


def index(template: str, *, whole: bool, **given: Any) -> str:
    with engine().connect() as conn:
        found = asked_table(conn, whole=whole)
        taken = table.months(conn)
    asked = _asked(found)
    states = table.in_order(found, table.of_group(asked["group"]), asked["by"]) if found else []
    picture = _picture(found, asked["picture"])
    at_once = _BESIDE_TILES if picture else _AT_ONCE
    return htmx.render(
        template,
        block="content",
        table=found,
        asked=asked,
        states=paging.part(states, "states", paging.asked, size=at_once),
        picture=picture,
        months=taken,
        groups=GROUPS,
        words=words,
        said=said,
        state_name=names.recipient,
        **given,
    )


def state(template: str, code: str, *, whole: bool, **given: Any) -> str:
    """Show one State; 404 for what is outside the 193 and the observers."""
    if code not in covered():
        raise NotFound
    with engine().connect() as conn:
        found = asked_table(conn, whole=whole)
        never = counting.never_written(conn)[code]
    return htmx.render(
        template,
        block="content",
        table=found,
        code=code,
        group=covered()[code],
        themes=names.in_order(never, "mandates"),
        mandate_name=names.mandate,
        words=words,
        said=said,
        state_name=names.recipient,
        **given,
    )


def compare(template: str, month: str, *, whole: bool, **given: Any) -> str:
    with engine().connect() as conn:
        register = registered.for_pages(conn, today(), whole=whole)
        then = table.of_month(conn, month, partial(registered.grades_on, conn), whole=whole)
        today_ = table.as_of_today(conn, register, today(), now(), whole=whole)
    if then is None or today_ is None:
        raise NotFound
    found = changes(then, today_)
    return htmx.render(
        template,
        block="content",
        then=then,
        changes=paging.part(found, "changes", paging.asked, size=_AT_ONCE),
        words=words,
        state_name=names.recipient,
        **given,
    )


def changes(then: Table, today_: Table) -> list[Change]:
    """Return what is another answer today, by State, in columns that both sets have."""
    both = [(one, today_.column(one.key)) for one in then.columns]
    return [
        Change(state=state_, column=column, then=said(of_then, before), now=said(column, after))
        for state_ in names.in_order(covered(), "states")
        for of_then, column in both
        if column is not None
        for before, after in [(then.cell(state_, column.key), today_.cell(state_, column.key))]
        if (before and before.value) != (after and after.value)
    ]


def method(template: str, *, whole: bool, **given: Any) -> str:
    with engine().connect() as conn:
        found = table.set_in_force(conn)
        sets = table.history(conn)
    columns = [one for one in found.columns if whole or one.public] if found else []
    return htmx.render(
        template,
        block="content",
        columns=columns,
        sets=paging.part(sets, "sets", paging.asked, size=_AT_ONCE),
        former=former(),
        others=[(one, non_members()[one]) for one in names.in_order(non_members(), "states")],
        words=words,
        state_name=names.recipient,
        **given,
    )


def former() -> Sequence[tuple[str, FormerState, str]]:
    """Return States that are no more or have another name: name, what it is, today's names."""
    return [
        (
            names.word(one.name),
            one,
            listed([names.recipient(code) for code in one.successors]),
        )
        for one in sorted(former_states().values(), key=lambda one: one.since, reverse=True)
    ]


def said(column: Column, cell: Cell | None) -> str:
    return words.answer(column.kind, cell.value if cell else None)


def tiles(found: Table, column: Column) -> Mapping[str, Sequence[Tile]]:
    """Return the tiles of a column by group: every State is as large as any other."""
    of = {state: found.cell(state, column.key) for state in covered()}
    amounts = {
        state: number
        for state, cell in of.items()
        if cell and (number := table.amount(column.kind, cell.value)) is not None
    }
    most = max(amounts.values(), default=0)

    def tile(state_: str) -> Tile:
        step = charts.step(amounts[state_], most) if most and state_ in amounts else 0
        return Tile(state=state_, said=said(column, of[state_]), step=step)

    return {
        group: [tile(one) for one in names.in_order(table.of_group(group), "states")]
        for group in GROUPS
    }


def _picture(found: Table | None, key: str) -> tuple[Column, Mapping[str, Sequence[Tile]]] | None:
    column = found.column(key) if found else None
    return (column, tiles(found, column)) if found and column else None


def _asked(found: Table | None) -> dict[str, str]:
    """Return what the address chooses, as far as it can be chosen."""
    keys = {one.key for one in found.columns} if found else set()
    of = {"group": frozenset(GROUPS), "by": keys, "picture": keys}
    asked = {name: request.args.get(name, "") for name in of}
    return {name: value if value in of[name] else "" for name, value in asked.items()}
