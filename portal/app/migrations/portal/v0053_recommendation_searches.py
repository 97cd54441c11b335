"""Saved searches of the list of recommendations."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0053"
down_revision = "0049"


def upgrade() -> None:
    op.create_table(
        "recommendation_searches",
        sa.Column("search_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False, index=True),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("saved_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Saved searches are lost."""
    op.drop_table("recommendation_searches")
