"""Drafts; and outbox rows from before each victim had a separate consent."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0008"
down_revision = "0007"

_outbox = sa.table(
    "outbox",
    sa.column("command_id", sa.Uuid),
    sa.column("type", sa.String),
    sa.column("data", sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", SealedText, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False, index=True),
    )
    _lift_what_was_filed()


def downgrade() -> None:
    op.drop_table("drafts")


def _lift_what_was_filed() -> None:
    """A receipt was given for it: it is delivered, and shown until it has arrived, as today's."""
    conn = op.get_bind()
    c = _outbox.c
    filed = sa.select(c.command_id, c.data).where(c.type == "submit-allegation")
    for row in conn.execute(filed).all():
        if "consent" in row.data:
            this = sa.update(_outbox).where(c.command_id == row.command_id)
            conn.execute(this.values(data=_lifted(row.data)))


def _lifted(data: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name != "consent"}
    # the id that shared.core.message.derive_id("victim", submission_id, 0) gives
    victim_id = uuid5(uuid5(NAMESPACE_URL, "rapporteur"), f"victim/{data['submission_id']}/0")
    victim = {"victim_id": str(victim_id), "details": data["victims"], "consent": data["consent"]}
    return {**kept, "victims": [victim]}
