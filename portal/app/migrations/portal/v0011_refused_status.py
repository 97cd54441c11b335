"""The status with which a service refused a command that had its receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("refused_status", sa.Integer))


def downgrade() -> None:
    op.drop_column("outbox", "refused_status")
