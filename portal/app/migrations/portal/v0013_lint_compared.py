"""Records of comparisons with a source's identity: which text, by whom and when."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "lint_compared",
        sa.Column("submission_id", sa.String(36), primary_key=True),
        sa.Column("actor_id", sa.String(80), primary_key=True),
        sa.Column("text", sa.String(64), primary_key=True),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("lint_compared_at", "lint_compared", ["submission_id", "at"])


def downgrade() -> None:
    op.drop_table("lint_compared")
