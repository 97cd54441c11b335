"""For which accounts a following began by itself."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "following_begun",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("states", sa.JSON, nullable=False),
        sa.Column("begun_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Whoever ended a following that had begun by itself may get it once more."""
    op.drop_table("following_begun")
