"""Each person's inbox of notices, and which of them were read."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0021"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "notice_inbox",
        sa.Column("notice_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("page", sa.String(10), nullable=False),
        sa.Column("item_id", sa.String(60), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("read_at", Instant),
    )
    op.create_index("ix_notice_inbox_made_at", "notice_inbox", ["made_at"])
    op.create_index("notice_inbox_unread", "notice_inbox", ["account_id", "read_at"])
    op.create_index("notice_inbox_listed", "notice_inbox", ["account_id", "at"])


def downgrade() -> None:
    op.drop_table("notice_inbox")
