"""Receipts of what was filed."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("submission_id", sa.String(36), primary_key=True),
        sa.Column("command_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("submitter_id", sa.String(36), nullable=False, index=True),
        sa.Column("organisation_id", sa.String(100), index=True),
        sa.Column("created_at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("receipts")
