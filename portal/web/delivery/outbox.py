"""The outbox: a receipt means that the submission is stored.

A submission is stored here, sealed, in the transaction that its receipt waits for; ``deliver``
sends it to intake until intake has accepted it, whatever is down.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from pydantic_core import from_json, to_json
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.web.commands import Accepted, CommandRefused, Commands, ServiceAway
from portal.web.delivery.askers import dump, load
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.said import Said, from_wire, say, to_wire
from shared.platform import telemetry
from shared.platform.metrics import OUTBOX_REFUSED
from shared.platform.tables import Instant

log = structlog.get_logger(__name__)

tables = MetaData()
outbox = Table(
    "outbox",
    tables,
    Column("command_id", Uuid, primary_key=True),
    Column("service", String(40), nullable=False),
    Column("type", String(80), nullable=False),
    Column("data", JSON, nullable=False),  # restricted text in it is sealed
    Column("actor", JSON, nullable=False),  # sealed, where that tells who a source is
    Column("correlation_id", Uuid, nullable=False),
    Column("traceparent", String(80)),
    Column("created_at", Instant, nullable=False),
    Column("delivered_at", Instant, index=True),
    Column("refused", Text),  # why: a sentence; or a JSON object, if there are values in it
    Column("refused_status", Integer),  # what it answered then; none before this was noted
    Column("failed_at", Instant),  # when it failed by a fault of ours; it still waits
    Column("emptied_at", Instant),  # since then it holds no more than is asked of it: emptying
)
FULL: Final = and_(
    outbox.c.delivered_at.is_not(None), outbox.c.refused.is_(None), outbox.c.emptied_at.is_(None)
)
"""What was taken, and can be handed over once more."""
Index("outbox_full", outbox.c.delivered_at, sqlite_where=FULL, postgresql_where=FULL)
_AGAIN: Final = timedelta(minutes=1)  # after that, what failed by a fault of ours is tried again
FIRST: Final = frozenset({"submit-allegation", "submit-contribution"})
"""Without it its service takes nothing of its case."""
LAST: Final = "import-past-letters"
"""One of these goes with a round, after all else: nobody waits for an import (decision 0106)."""
WITHOUT_IT: Final = 424
"""The status of what was not handed over because its submission was refused."""
_WITHOUT: Final = say("Its submission was refused.")
_SUBJECT: Final = "outbox"

# Written once: the outbox is looked into many times a second, and filled with every receipt.
_ADD: Final = insert(outbox)
_WAITS: Final = outbox.c.delivered_at.is_(None)
_ANY: Final = select(outbox.c.command_id).where(_WAITS).limit(1)
_LATELY: Final = outbox.c.failed_at > bindparam("tried_after")
_SOUND: Final = outbox.c.correlation_id.not_in(
    select(outbox.c.correlation_id).where(_WAITS, _LATELY)
)
_READY: Final = select(outbox).where(_WAITS, _SOUND).order_by(outbox.c.created_at)
_SERVICES: Final = select(outbox.c.service).where(_WAITS).distinct()
_OF_SERVICE: Final = _READY.where(outbox.c.service == bindparam("of"), outbox.c.type != LAST)
_LAST: Final = _READY.where(outbox.c.type == LAST).limit(1)
_THIS: Final = select(outbox).where(outbox.c.command_id == bindparam("this"))
_SETTLE: Final = (
    update(outbox)
    # An emptied row is settled: a late note would let it be delivered again, empty.
    .where(outbox.c.command_id == bindparam("this"), outbox.c.emptied_at.is_(None))
    .values(
        delivered_at=bindparam("done"),
        failed_at=bindparam("failed"),
        refused=bindparam("why"),
        refused_status=bindparam("status"),
    )
)


class Seals(Protocol):
    """The vault, as far as a command is kept with it."""

    def seal(self, subject: str, text: str) -> Sealed: ...


def put(
    engine: Engine,
    service: str,
    type_: str,
    data: Mapping[str, Any],
    *,
    by: Actor | Sealed,
    command_id: UUID,
    correlation_id: UUID,
    at: datetime,
    also: Callable[[Connection], object] = lambda _: None,
) -> datetime:
    """Keep a command for delivery; return when it was kept first. ``engine`` must be durable.

    ``also`` writes what must be kept in the same transaction, such as the receipt.
    """
    try:
        with engine.begin() as conn:
            add(
                conn,
                service,
                type_,
                data,
                by=by,
                command_id=command_id,
                correlation_id=correlation_id,
                at=at,
            )
            also(conn)
    except IntegrityError:
        with engine.connect() as conn:
            kept: datetime = conn.execute(
                select(outbox.c.created_at).where(outbox.c.command_id == command_id)
            ).scalar_one()
            return kept
    return at


def add(
    conn: Connection,
    service: str,
    type_: str,
    data: Mapping[str, Any],
    *,
    by: Actor | Sealed,
    command_id: UUID,
    correlation_id: UUID,
    at: datetime,
) -> None:
    """Keep a command in a transaction that is open already. Delivered in the order of ``at``."""
    row = {
        "command_id": command_id,
        "service": service,
        "type": type_,
        "data": dict(data),
        "actor": asdict(by) if isinstance(by, Sealed) else dump(by),
        "correlation_id": correlation_id,
        "traceparent": telemetry.traceparent(),
        "created_at": at,
    }
    conn.execute(_ADD, row)


def find(conn: Connection, command_id: UUID) -> Mapping[str, Any] | None:
    row = conn.execute(select(outbox).where(outbox.c.command_id == command_id)).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001  # public in SQLAlchemy


def ask_anew(conn: Connection, command_id: UUID) -> None:
    """Forget that this was refused: whoever asked was told, and asks it once more."""
    c = outbox.c
    told = (c.command_id == command_id, c.refused.is_not(None), c.delivered_at.is_not(None))
    conn.execute(delete(outbox).where(*told))


def waiting(engine: Engine, *, correlation_id: UUID) -> datetime | None:
    """Return when the last thing of this case was kept that waits; None when nothing does."""
    c = outbox.c
    of_it = (c.correlation_id == correlation_id, c.delivered_at.is_(None))
    with engine.connect() as conn:
        last: datetime | None = conn.scalar(select(func.max(c.created_at)).where(*of_it))
    return last


def is_next(engine: Engine, command_id: UUID, *, correlation_id: UUID) -> bool:
    """Whether this is what waits first in its case."""
    c = outbox.c
    these = (c.correlation_id == correlation_id, c.delivered_at.is_(None))
    first = select(c.command_id).where(*these).order_by(c.created_at).limit(1)
    with engine.connect() as conn:
        return conn.scalar(first) == command_id


def number(engine: Engine, type_: str, *, correlation_id: UUID) -> int:
    """Return how many of these were kept in this case and not refused, delivered or not."""
    c = outbox.c
    these = (c.correlation_id == correlation_id, c.type == type_, c.refused.is_(None))
    with engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox).where(*these)) or 0


def oldest(engine: Engine, *, imports: bool = True) -> datetime | None:
    """Return since when what waits longest has waited; None when nothing waits.

    Without ``imports``: of what somebody waits for. An import waits for its turn, and that is well.
    """
    c = outbox.c
    these = select(c.created_at).where(c.delivered_at.is_(None))
    if not imports:
        these = these.where(c.type != LAST)
    with engine.connect() as conn:
        found: datetime | None = conn.scalar(these.order_by(c.created_at).limit(1))
    return found


def waits(engine: Engine) -> bool:
    """Whether anything waits: asked most of the time in vain, so it costs little."""
    with engine.connect() as conn:
        return conn.execute(_ANY).first() is not None


def deliver(engine: Engine, commands: Commands, *, at: datetime, limit: int = 100) -> int:
    """Hand over what waits, oldest first; return how many. Raises ``ServiceAway``.

    Of an import one command goes, and it goes last: what somebody waits for is before it.

    A command handed over twice takes effect once, so nothing is locked meanwhile, and what was
    handed over is noted for all at once: receipts wait for the same lock.

    A service that is away keeps what is for it waiting, and nothing that is for another one.

    A fault of ours says nothing of what was filed. Its case waits a minute, in its order, and the
    others do not: what comes after a submission would be refused for good without it. So it is
    not handed over either after one that was refused.
    """
    settled: list[tuple[UUID, CommandRefused | None]] = []
    failing: set[UUID] = set()  # cases
    without: set[UUID] = set()  # likewise
    away: dict[str, ServiceAway] = {}
    try:
        for row in _waiting(engine, at=at, limit=limit):
            if row.correlation_id in failing | without or row.service in away:
                continue
            try:
                _ask(commands, row)
            except ServiceAway as error:
                away[row.service] = error
            except CommandRefused as no:
                OUTBOX_REFUSED.inc()
                log.error("command rejected after its receipt", command_id=str(row.command_id))  # noqa: TRY400  # the sentence is kept, not logged
                settled.append((row.command_id, no))
                if _is_ours(no):
                    failing.add(row.correlation_id)
                elif row.type in FIRST:
                    without.add(row.correlation_id)
            else:
                settled.append((row.command_id, None))
    finally:
        if settled:
            _note(engine, settled, at=at, without=without)
    if away:
        raise next(iter(away.values()))
    return len(settled)


def _waiting(engine: Engine, *, at: datetime, limit: int) -> Sequence[Any]:
    """Return the rows to deliver now: a limited number for each service, which may be away long."""
    after = {"tried_after": at - _AGAIN}
    with engine.connect() as conn:
        services = conn.scalars(_SERVICES).all()
        rows = [
            row
            for service in services
            for row in conn.execute(_OF_SERVICE.limit(limit), {**after, "of": service})
        ]
        last = conn.execute(_LAST, after).all()
    return [*sorted(rows, key=lambda row: row.created_at), *last]


def _is_ours(no: CommandRefused) -> bool:
    """Whether the service could not read it (it may be of an older release), or failed at it."""
    return no.status == HTTPStatus.BAD_REQUEST or no.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def deliver_one(engine: Engine, commands: Commands, command_id: UUID, *, at: datetime) -> Accepted:
    """Deliver a command that was stored just now, for a caller that waits for the answer.

    Raises ``CommandRefused`` for good, and ``ServiceAway``: then it is delivered like any other.
    """
    with engine.connect() as conn:
        row = conn.execute(_THIS, {"this": command_id}).one()
    try:
        accepted = _ask(commands, row)
    except ServiceAway:
        raise
    except CommandRefused as no:
        _note(engine, [(command_id, no)], at=at, is_told=True)
        raise
    _note(engine, [(command_id, None)], at=at)
    return accepted


def _ask(commands: Commands, row: Any) -> Accepted:
    try:
        with telemetry.span("deliver", parent=row.traceparent):
            return commands.ask_by_name(
                row.service,
                row.type,
                row.data,
                by=load(row.actor, commands.vault),
                command_id=row.command_id,
                correlation_id=row.correlation_id,
                at=row.created_at,
            )
    except ServiceAway:
        raise
    except CommandRefused as no:
        if no.status == HTTPStatus.CONFLICT:  # a lost race is not the last word
            raise ServiceAway from no
        raise


def _note(
    engine: Engine,
    settled: Sequence[tuple[UUID, CommandRefused | None]],
    *,
    at: datetime,
    is_told: bool = False,
    without: Collection[UUID] = (),
) -> None:
    """Note what is delivered, why it was refused for good, or at what it failed and waits.

    ``is_told``: who asked has the answer, and nothing waits any more. ``without``: the cases whose
    submission was refused.
    """
    rows = []
    for row, no in settled:
        waits = no is not None and _is_ours(no) and not is_told
        rows.append(
            {
                "this": row,
                "done": None if waits else at,
                "failed": at if waits else None,
                "why": no and _kept(no.said),
                "status": no and no.status,
            }
        )
    c = outbox.c
    left = update(outbox).where(c.delivered_at.is_(None), c.correlation_id.in_(without))
    why = {"refused": _WITHOUT.title, "refused_status": WITHOUT_IT}
    with engine.begin() as conn:
        conn.execute(_SETTLE, rows)
        if without:
            conn.execute(left.values(delivered_at=at, **why))


def _kept(said: Said) -> str:
    return to_json(to_wire(said)).decode() if said.values else said.title


def why(refused: str) -> Said:
    """Read why a row was refused. Rows of older releases have a sentence alone."""
    told = from_json(refused) if refused.startswith("{") else {"title": refused}
    return from_wire(told)


def begin(vault: Seals) -> None:
    """Make the key of what is kept sealed, if it is not there yet."""
    vault.seal(_SUBJECT, "")


def sealed(vault: Seals, actor: Actor) -> Sealed:
    """Return who asks as a row keeps it that says what they filed: for the vault alone to read."""
    return vault.seal(_SUBJECT, to_json(dump(actor)).decode())
