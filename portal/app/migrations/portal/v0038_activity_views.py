"""What the feed keeps of a reader: the last visit, and saved views."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "activity_visits",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("before_at", Instant),
        sa.Column("before_position", sa.BigInteger),
    )
    op.create_table(
        "activity_views",
        sa.Column("view_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False, index=True),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("saved_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Saved views are lost."""
    op.drop_table("activity_views")
    op.drop_table("activity_visits")
