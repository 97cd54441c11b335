"""What an operator delivers again: what was refused after its receipt, or lost by a restore."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, func, select, update

from portal.web.delivery import outbox
from shared.platform.tables import Instant

kept = outbox.outbox
ROUND: Final = timedelta(hours=2)
"""Longer than a round of delivery takes: what it handed over is dated by when it began."""
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before there was a platform
_CODES: Final[Mapping[int | None, str]] = {
    None: "unknown",
    400: "malformed",
    403: "forbidden",
    413: "too-large",
    422: "against-the-rules",
    outbox.WITHOUT_IT: "without-its-submission",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A command that was rejected for good, or fails by a fault of ours, without its content."""

    command_id: UUID
    service: str
    type: str
    created_at: datetime
    refused_at: datetime
    status: int | None

    @property
    def code(self) -> str:
        """Why, as a word of ours for what the service answered."""
        return _CODES.get(self.status, "failed")


def deliver_again(engine: Engine, since: datetime) -> int:
    """Let everything taken since then be delivered once more; return how much that is.

    For a store that was restored from an older backup, also of what waited then, whenever it was
    kept, and of what was on its way in a round at that moment: what the store has already takes no
    effect again.
    """
    c = kept.c
    taken = (outbox.FULL, c.delivered_at >= _from(since))
    with engine.begin() as conn:
        again = update(kept).where(*taken).values(delivered_at=None)
        return len(conn.execute(again.returning(c.command_id)).all())


def emptied(engine: Engine, since: datetime) -> int:
    """Return how much that was taken since then can not be delivered once more: it is emptied."""
    c = kept.c
    gone = select(func.count()).where(c.emptied_at.is_not(None), c.delivered_at >= _from(since))
    with engine.connect() as conn:
        return conn.scalar(gone.select_from(kept)) or 0


def _from(since: datetime) -> datetime:
    return max(since, _EVER) - ROUND


def listed(engine: Engine) -> list[Refusal]:
    """Return all that was refused for good or fails, what was refused first first."""
    c = kept.c
    refused_at = func.coalesce(c.delivered_at, c.failed_at, type_=Instant).label("refused_at")
    query = (
        select(
            c.command_id,
            c.service,
            c.type,
            c.created_at,
            refused_at,
            c.refused_status.label("status"),
        )
        .where(c.refused.is_not(None))
        .order_by(refused_at, c.created_at)
    )
    with engine.connect() as conn:
        return [Refusal(**row) for row in conn.execute(query).mappings()]


def deliver(engine: Engine, command_ids: Collection[UUID]) -> set[UUID]:
    """Let these be delivered once more. Return those that were not refused: then none of all is.

    A submission and what waits for it go together.
    """
    c = kept.c
    these = c.command_id.in_(command_ids) & c.refused.is_not(None)
    together = c.type.in_(outbox.FIRST) | (c.refused_status == outbox.WITHOUT_IT)
    with engine.begin() as conn:
        cases = conn.scalars(select(c.correlation_id).where(these, together)).all()
        other = {*command_ids} - {*conn.scalars(select(c.command_id).where(these))}
        if not other:
            with_it = c.correlation_id.in_(cases) & together & c.refused.is_not(None)
            conn.execute(
                update(kept)
                .where(these | with_it)
                .values(delivered_at=None, failed_at=None, refused=None, refused_status=None)
            )
    return other
