"""Candidates register by themselves: addresses that wait for their owners to follow a link."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "candidate_registrations",
        sa.Column("email", sa.String(254), primary_key=True),
        sa.Column("language", sa.String(8)),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("taken_until", Instant),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.Column("ends_at", Instant),
    )
    op.create_index("ix_candidate_registrations_asked_at", "candidate_registrations", ["asked_at"])


def downgrade() -> None:
    """Links that went out open nothing any more."""
    op.drop_table("candidate_registrations")
