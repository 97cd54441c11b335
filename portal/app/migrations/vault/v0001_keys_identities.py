"""Wrapped subject keys, and the identities of sources."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "subject_keys",
        sa.Column("subject", sa.String(120), primary_key=True),
        sa.Column("key", sa.LargeBinary),
        sa.Column("forgotten_at", Instant),
    )
    op.create_table(
        "identities",
        sa.Column("subject", sa.String(120), primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for name in ("identities", "subject_keys"):
        op.drop_table(name)
