"""Preferences of members of a panel are kept under seal until the review is closed."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "sealed_preferences",
        sa.Column("commitment", sa.String(64), primary_key=True),
        sa.Column("vacancy_id", sa.String(36), nullable=False, index=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", SealedText, nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Reviews that go on are closed with a reason: their texts are lost."""
    op.drop_table("sealed_preferences")
