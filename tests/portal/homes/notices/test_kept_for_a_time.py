"""What docs/kept.md says of hours and days: a row goes at its time, and not before."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column, Integer, Table, Uuid, func, insert, select

from portal.homes.nominations import inviting
from portal.homes.notices import deriving, tables
from portal.homes.notices.forgetting import forget, purges
from portal.public.following import news
from portal.public.following import tables as following_tables
from portal.public.help import tables as help_tables
from portal.selection import application_drafts
from portal.stakeholders.consultations import drafts as proposals
from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText
from tests.portal.homes.notices.conftest import Office

SHOWN = timedelta(days=90)
CASES: tuple[tuple[str, Table, timedelta], ...] = (
    ("notices", tables.notices, deriving.KEPT),
    ("notices", tables.causes, SHOWN),
    ("notices", tables.inbox, SHOWN),
    ("applications", application_drafts.drafts, application_drafts.LIFE),
    ("proposals", proposals.drafts, proposals.LIFE),
    ("problems", help_tables.problems, help_tables.KEPT),
    ("invitations", inviting.invitations, inviting.LIFE),
    ("followings", following_tables.news, news._KEPT),
)


def _value(column: Column[Any], at: datetime) -> object:
    kind = column.type
    if isinstance(kind, Instant):
        return at
    if isinstance(kind, SealedText):
        return Sealed(subject=f"draft-{uuid4()}", cipher="")
    if isinstance(kind, Uuid):
        return uuid4()
    if isinstance(kind, JSON):
        return []
    return 1 if isinstance(kind, Integer) else str(uuid4())[: getattr(kind, "length", None) or 36]


def _row(table: Table, at: datetime, **also: object) -> dict[str, object]:
    return {column.name: _value(column, at) for column in table.columns} | also


def _left(office: Office, what: str, table: Table, at: datetime) -> int:
    some = purges(office.engine, office.vault, office.settings, at, at)
    assert forget([one for one in some if one[0] == what]) == 0
    with office.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0


def test_a_row_goes_at_its_time_and_not_before(office: Office) -> None:
    """Those who follow are in tests/portal/public/following, as their keys go with them."""
    tick = timedelta(seconds=1)
    for what, table, kept in CASES:
        came = office.clock()
        with office.engine.begin() as conn:
            conn.execute(insert(table).values(_row(table, came)))
            if table is following_tables.news:  # the last number stays
                conn.execute(insert(table).values(_row(table, came, number=2)))
        before = _left(office, what, table, came + kept - tick)
        assert before == (2 if table is following_tables.news else 1), table.name
        for _ in range(2):
            assert _left(office, what, table, came + kept + tick) == before - 1, table.name
