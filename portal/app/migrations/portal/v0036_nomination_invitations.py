"""A nominator whom a candidate asked gets a letter with a link."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "nomination_invitations",
        sa.Column("nomination_id", sa.String(36), primary_key=True),
        sa.Column("email", SealedText),
        sa.Column("language", sa.String(8)),
        sa.Column("asked_at", Instant, nullable=False, index=True),
        sa.Column("due_at", Instant),
        sa.Column("taken_until", Instant),
        sa.Column("token_hash", sa.String(64), unique=True),
    )


def downgrade() -> None:
    """Links that went out open nothing; the candidate can ask again."""
    op.drop_table("nomination_invitations")
