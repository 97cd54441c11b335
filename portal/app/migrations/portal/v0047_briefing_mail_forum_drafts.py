"""Who of the staff has the weekly briefing sent to them, and drafts of the forum."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "briefing_subscriptions",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("letter_due_at", Instant),
        sa.Column("letter_hash", sa.String(64), unique=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("confirmed_at", Instant),
        sa.Column("told", Instant),
        sa.Column("upto", sa.String(10)),
        sa.Column("due_at", Instant),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("taken_until", Instant),
        sa.Column("stopped_at", Instant),
    )
    op.create_table(
        "forum_drafts",
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(90), nullable=False),
        sa.Column("content", SealedText, nullable=False),
        sa.Column("changed_at", Instant, nullable=False, index=True),
        sa.UniqueConstraint("account_id", "place"),
    )


def downgrade() -> None:
    """Whoever has the briefing by mail asks for it anew; messages that nobody posted are lost."""
    op.drop_table("forum_drafts")
    op.drop_table("briefing_subscriptions")
