"""Emptying the outbox: long after a command was taken, no more of it is kept than is asked of it.

What the command said is in its service's stream by then, and in every backup of it. Until then the
row is what a restored store gets again (``refusals.deliver_again``). The row itself stays, without
a text and without who asked: by its id a file, a contribution or an erasure that comes once more is
known, and files of a case are counted. Nothing is touched that waits, that fails or that was
refused: an operator may have it delivered yet.

What a clock asks for each day is deleted: the day is in its id, and does not come again.

Each round is a commit of its own, so receipts wait for none of them long. A process that dies in
between leaves whole rows and emptied ones, and the next one goes on.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

import structlog
from sqlalchemy import Connection, Engine, bindparam, delete, null, select, update

from portal.web.delivery.outbox import FULL, outbox
from shared.contracts.commands import address
from shared.contracts.followup_input_commands import SubmitContribution
from shared.contracts.intake_commands import AddAttachment, SubmitAllegation
from shared.contracts.stakeholders_dormancy_commands import PassOrganisationDay
from shared.contracts.stakeholders_focal_point_commands import PassFocalPointDay
from shared.platform.metrics import OUTBOX_EMPTIED

log = structlog.get_logger(__name__)

AT_ONCE: Final = 100
"""Rows in a commit."""
MOST: Final = 10_000
"""Rows in an hour: some seconds of work, so that a process that is to end does not wait for it."""
_PAUSE: Final = 0.02  # seconds between two commits: receipts wait for the same lock

ASKED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        # whether colleagues may know of it: source.api.asking
        address(SubmitAllegation)[1]: frozenset({"on_behalf"}),
        # whether it is the file that was sent under this key: source.api.files
        address(AddAttachment)[1]: frozenset(
            {"attachment_id", "details", "size", "media_type", "scanned"}
        ),
        # to which call it was sent: the page of the contribution
        address(SubmitContribution)[1]: frozenset({"call_id"}),
    }
)
"""What pages still ask of a command that was taken, by its name; of all others nothing."""
OF_A_DAY: Final = frozenset({address(PassFocalPointDay)[1], address(PassOrganisationDay)[1]})
"""What a clock asks for each day, under an id that no other day has."""

_c = outbox.c
_DUE: Final = (
    select(_c.command_id, _c.type, _c.data)
    .where(FULL, _c.delivered_at <= bindparam("before"))
    .order_by(_c.delivered_at)
    .with_for_update(skip_locked=True)  # of several processes each takes others
)
_EMPTY: Final = (
    update(outbox)
    .where(_c.command_id == bindparam("this"), FULL)
    .values(
        data=bindparam("left"),
        actor={},
        traceparent=null(),
        emptied_at=bindparam("now"),
    )
)


def empty(
    engine: Engine,
    *,
    days: int,
    at: datetime,
    at_once: int = AT_ONCE,
    pause: Callable[[float], object] = time.sleep,
) -> int:
    """Empty what was taken so many days ago; return how many rows. ``engine`` must be durable."""
    before, done = at - timedelta(days=days), 0
    while done < MOST:
        with engine.begin() as conn:
            found = _empty(conn, before, at, at_once)
        done += found
        OUTBOX_EMPTIED.inc(found)
        if found < at_once:
            break
        pause(_PAUSE)
    if done:
        log.info("outbox emptied", number=done)
    return done


def _empty(conn: Connection, before: datetime, at: datetime, most: int) -> int:
    rows = conn.execute(_DUE.limit(most), {"before": before}).all()
    over = [row.command_id for row in rows if row.type in OF_A_DAY]
    if over:
        conn.execute(delete(outbox).where(_c.command_id.in_(over), FULL))
    kept = [
        {"this": row.command_id, "left": left_of(row.type, row.data), "now": at}
        for row in rows
        if row.type not in OF_A_DAY
    ]
    if kept:
        conn.execute(_EMPTY, kept)
    return len(rows)


def left_of(type_: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stays of a command that was taken."""
    asked = ASKED.get(type_, frozenset())
    return {name: value for name, value in data.items() if name in asked}
