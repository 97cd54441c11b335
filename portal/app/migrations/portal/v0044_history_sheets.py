"""Sheets of letters from before the platform, until they are imported."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "history_sheets",
        sa.Column("import_id", sa.String(36), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("content", SealedText),
        sa.Column("uploaded_at", Instant, nullable=False),
        sa.Column("uploaded_by", sa.String(80), nullable=False),
        sa.Column("counts", sa.JSON),
        sa.Column("faults", sa.JSON),
        sa.Column("letters", sa.JSON),
        sa.Column("confirmed_at", Instant),
        sa.Column("running", sa.Integer),
        sa.Column("sent_at", Instant),
        sa.Column("ended_at", Instant),
    )
    op.create_index("ix_history_sheets_hash", "history_sheets", ["hash"])
    op.create_index("ix_history_sheets_running", "history_sheets", ["running"], unique=True)


def downgrade() -> None:
    """A sheet that was not confirmed has to be uploaded again."""
    op.drop_table("history_sheets")
