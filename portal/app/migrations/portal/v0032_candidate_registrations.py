"""Candidates register by themselves, and fill in their application section by section."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

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
    op.create_table(
        "application_drafts",
        sa.Column("draft_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("vacancy_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", SealedText, nullable=False),
        sa.Column("changed_at", Instant, nullable=False, index=True),
        sa.UniqueConstraint("account_id", "vacancy_id"),
    )


def downgrade() -> None:
    """Links that went out open nothing any more, and drafts are lost."""
    op.drop_table("application_drafts")
    op.drop_table("candidate_registrations")
