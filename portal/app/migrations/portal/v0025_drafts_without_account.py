"""Drafts without an account: their codes, and the browsers that hold them."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    with op.batch_alter_table("drafts") as table:
        table.alter_column("account_id", existing_type=sa.String(36), nullable=True)
    op.create_table(
        "draft_codes",
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("code_nonce", sa.String(64)),
        sa.Column("shown_until", Instant),
        sa.Column("sent_at", Instant),
    )
    op.create_table(
        "draft_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Nobody can open a draft without an account any more."""
    op.drop_table("draft_sessions")
    op.drop_table("draft_codes")
    op.execute("DELETE FROM drafts WHERE account_id IS NULL")
    with op.batch_alter_table("drafts") as table:
        table.alter_column("account_id", existing_type=sa.String(36), nullable=False)
