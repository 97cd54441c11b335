"""Erasing: first the record, then the key (R12 of procedure.md section 6.2).

If the key cannot be destroyed after the record was made, the same request is repeated; in the other
order a text could be erased with nobody knowing why. The outbox also makes the erasure a fact of
the service whose text it was: the store outlives every table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, insert, select

from portal.casefile.submissions import wanted
from portal.oversight.forgetting.tables import erasures
from portal.oversight.forgetting.words import kind_of
from portal.web.delivery import outbox
from shared.contracts import (
    approvals_commands,
    followup_commands,
    intake_commands,
    stakeholders_commands,
)
from shared.contracts.commands import Command, stored
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault

PAGE = 50

_OF_SERVICES: Final[Mapping[type, str]] = MappingProxyType(
    {
        intake_commands.RecordErasure: "submission_id",
        approvals_commands.RecordErasure: "item_id",
        followup_commands.RecordErasure: "item_id",
        stakeholders_commands.RecordErasure: "item_id",
    }
)
"""The command of each service, and how it calls the item."""
RECORDS: Final[Mapping[str, tuple[type, str]]] = MappingProxyType(
    {
        kind: (command, named)
        for command, named in _OF_SERVICES.items()
        for kind in get_args(get_type_hints(command)["what"])
    }
)
"""The kinds of texts that can be erased, as the contracts name them, each with that command."""
UNTOLD: Final = frozenset({"reprisal"})
"""Those of which no list says that they were erased (XR2): who erased it reads it on its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """``by``: an account's id or "operator". ``note``: sealed, it may name somebody."""

    erasure_id: str
    subject: str
    erased_at: datetime
    by: str
    basis: str
    asked_by: str
    note: Sealed | None = None


def erase(
    engine: Engine,
    vault: Vault,
    erasure: Erasure,
    *,
    also: Callable[[Connection], None] = lambda _: None,
) -> None:
    """Keep the record, and destroy the key. ``also``: in the record's transaction."""
    with engine.begin() as conn:
        conn.execute(
            insert(erasures).values(
                erasure_id=erasure.erasure_id,
                subject=erasure.subject,
                erased_at=erasure.erased_at,
                by=erasure.by,
                basis=erasure.basis,
                asked_by=erasure.asked_by,
                note=erasure.note,
            )
        )
        _tell(conn, erasure)
        _forget_language(conn, erasure.subject)
        also(conn)
    vault.forget(erasure.subject, at=erasure.erased_at)


def again(engine: Engine, vault: Vault) -> list[str]:
    """Destroy what a vault from a backup has again; return the subjects that are told.

    What the store was never told, it is told: erasures were not always facts.
    """
    with engine.begin() as conn:
        rows = conn.execute(select(erasures).order_by(erasures.c.erased_at)).all()
        for row in rows:
            _forget_language(conn, row.subject)
            if outbox.find(conn, _told_by(row.erasure_id)) is None:
                _tell(conn, _erasure(row))
    first = {row.subject: row.erased_at for row in reversed(rows)}
    gone = vault.forgotten(first)
    back = [subject for subject in first if subject not in gone and vault.knows(subject)]
    for subject in back:
        vault.forget(subject, at=first[subject])
    return [subject for subject in back if kind_of(subject) not in UNTOLD]


def page_of(conn: Connection, page: int) -> tuple[list[Erasure], bool]:
    """Return a page of what was erased and is told, newest first, and whether there are more."""
    untold = (erasures.c.subject.not_like(f"{kind}-%") for kind in UNTOLD)
    listed = select(erasures).where(*untold)
    query = listed.order_by(erasures.c.erased_at.desc(), erasures.c.erasure_id)
    rows = conn.execute(query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return [_erasure(row) for row in rows[:PAGE]], len(rows) > PAGE


def of_subject(conn: Connection, subject: str) -> list[Erasure]:
    query = select(erasures).where(erasures.c.subject == subject)
    return [_erasure(row) for row in conn.execute(query.order_by(erasures.c.erased_at))]


def _tell(conn: Connection, erasure: Erasure) -> None:
    what, _, item = erasure.subject.partition("-")
    command = _record(what, item, erasure)
    if command is None:  # of no service: a draft, say
        return
    outbox.add(
        conn,
        *stored(command),
        by=Actor(actor_id=erasure.by, roles=frozenset({Role.DATA_PROTECTION})),
        command_id=_told_by(erasure.erasure_id),
        correlation_id=_case_of(erasure.subject),
        at=erasure.erased_at,
    )


def _case_of(subject: str) -> UUID:
    """Return the number in a subject; what has a word for one has a case of its own."""
    try:
        return UUID(subject.partition("-")[2])
    except ValueError:
        return derive_id(subject)


def _forget_language(conn: Connection, subject: str) -> None:
    """Forget in which language the source wants to be written to: it says who that may be."""
    what, _, item = subject.partition("-")
    if what in {"submission", "source"}:
        wanted.choose(conn, item, None)


def _record(what: str, item: str, erasure: Erasure) -> Command | None:
    """Return the command for the service that records that this kind of subject was erased."""
    if what not in RECORDS:
        return None
    command, named = RECORDS[what]
    record: Command = command(
        **{named: item},
        what=what,
        erasure_id=erasure.erasure_id,
        basis=erasure.basis,
        asked_by=erasure.asked_by,
    )
    return record


def _told_by(erasure_id: str) -> UUID:
    return derive_id("erasure", erasure_id)


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(**row._mapping)  # noqa: SLF001  # public in SQLAlchemy
