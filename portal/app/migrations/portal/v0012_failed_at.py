"""The time at which a command with a receipt failed by a fault of ours: it is retried."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("failed_at", Instant))


def downgrade() -> None:
    op.drop_column("outbox", "failed_at")
