"""Objects that no command mentions yet, so that leftovers of a dead process can be removed."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "unclaimed_objects",
        sa.Column("object_name", sa.String(64), primary_key=True),
        sa.Column("kept_at", Instant, nullable=False, index=True),
        sa.Column("draft_id", sa.String(36)),
        sa.Column("condemned", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("unclaimed_objects")
