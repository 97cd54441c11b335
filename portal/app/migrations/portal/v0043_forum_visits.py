"""Up to which message somebody has read a thread of the forum."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "forum_visits",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("thread_id", sa.String(36), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )


def downgrade() -> None:
    """What is new is marked anew for everybody."""
    op.drop_table("forum_visits")
