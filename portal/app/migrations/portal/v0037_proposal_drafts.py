"""Drafts of proposals in consultations."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "proposal_drafts",
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("consultation_id", sa.String(36), nullable=False),
        sa.Column("content", SealedText, nullable=False),
        sa.Column("changed_at", Instant, nullable=False, index=True),
        sa.UniqueConstraint("account_id", "consultation_id"),
    )


def downgrade() -> None:
    """Proposals that nobody sent are lost."""
    op.drop_table("proposal_drafts")
