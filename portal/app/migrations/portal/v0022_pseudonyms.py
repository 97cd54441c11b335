"""Pseudonyms of the vault in receipts, outbox and inbox, in place of the names of sources.

The migration reads the vault and cannot be reversed: nothing leads from a pseudonym to its person.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import context

from shared.platform.vault import Vault

revision = "0022"
down_revision = "0021"

_BATCH = 500
_SOURCES = {"ngo_member", "contact_point"}
_STAFF = {"quick_response_desk", "human_rights_officer"}  # who enter what came by letter
_receipts = sa.table(
    "receipts",
    sa.column("command_id", sa.Uuid),
    sa.column("submitter_id", sa.String),
    sa.column("organisation_id", sa.String),
)
_outbox = sa.table(
    "outbox",
    sa.column("command_id", sa.Uuid),
    sa.column("data", sa.JSON),
    sa.column("actor", sa.JSON),
)
_inbox = sa.table(
    "notice_inbox",
    sa.column("notice_id", sa.Uuid),
    sa.column("account_id", sa.String),
    sa.column("reason", sa.String),
)


def upgrade() -> None:
    conn = context.get_bind()
    asked = _outbox.c.command_id == _receipts.c.command_id
    given = sa.select(_receipts, _outbox.c.actor).join(_outbox, asked)
    for rows in _batches(conn, given.order_by(_receipts.c.command_id)):
        _name_nobody(conn, [row for row in rows if _of_a_source(row.actor)])
    for rows in _batches(conn, sa.select(_outbox).order_by(_outbox.c.command_id)):
        _seal(conn, [row for row in rows if _SOURCES & {*row.actor.get("roles", ())}])
    told = sa.select(_inbox).where(_inbox.c.reason == "source")
    for row in conn.execute(told).all():
        this = sa.update(_inbox).where(_inbox.c.notice_id == row.notice_id)
        # the id was made of the account's
        whose = {"notice_id": uuid4(), "account_id": _vault().pseudonym("filer", row.account_id)}
        conn.execute(this.values(whose))


def _batches(conn: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    at = 0
    while rows := conn.execute(query.limit(_BATCH).offset(at)).all():
        yield rows
        at += len(rows)


def _vault() -> Vault:
    found: Vault = context.config.attributes["vault"]
    return found


def _name_nobody(conn: sa.Connection, rows: Sequence[Any]) -> None:
    if not rows:
        return
    vault = _vault()
    this = sa.update(_receipts).where(_receipts.c.command_id == sa.bindparam("this"))
    named = [
        {
            "this": row.command_id,
            "person": vault.pseudonym("filer", row.submitter_id),
            "under": row.organisation_id and vault.pseudonym("organisation", row.organisation_id),
        }
        for row in rows
    ]
    values: dict[str, Any] = {
        "submitter_id": sa.bindparam("person"),
        "organisation_id": sa.bindparam("under"),
    }
    conn.execute(this.values(values), named)


def _seal(conn: sa.Connection, rows: Sequence[Any]) -> None:
    if not rows:
        return
    seal = _vault().sealer("outbox")
    this = sa.update(_outbox).where(_outbox.c.command_id == sa.bindparam("this"))
    sealed = [
        {
            "this": row.command_id,
            "actor_": asdict(seal(json.dumps(row.actor))),
            "data_": {name: told for name, told in row.data.items() if name != "contact_point"},
        }
        for row in rows
    ]
    values: dict[str, Any] = {
        "actor": sa.bindparam("actor_", type_=sa.JSON),
        "data": sa.bindparam("data_", type_=sa.JSON),
    }
    conn.execute(this.values(values), sealed)


def _of_a_source(actor: dict[str, Any]) -> bool:
    roles = {*actor.get("roles", ())}
    return bool(_SOURCES & roles) and not _STAFF & roles


def downgrade() -> None:
    """Nobody can name them again."""
