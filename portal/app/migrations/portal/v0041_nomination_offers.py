"""What a nominator began waits for the candidate; letters are counted by person and vacancy."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0041"
down_revision = "0040"

_INDEXED = ("vacancy_id", "nominator_mark", "candidate_mark", "asked_at")


def upgrade() -> None:
    op.create_table(
        "nomination_offers",
        sa.Column("offer_id", sa.String(36), primary_key=True),
        sa.Column("vacancy_id", sa.String(36), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("content", SealedText),
        sa.Column("language", sa.String(8)),
        sa.Column("nominator_mark", sa.String(64), nullable=False),
        sa.Column("candidate_mark", sa.String(64), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.Column("due_at", Instant),
        sa.Column("taken_until", Instant),
        sa.Column("nominator_hash", sa.String(64), unique=True),
        sa.Column("candidate_hash", sa.String(64), unique=True),
        sa.UniqueConstraint("vacancy_id", "nominator_mark", "candidate_mark"),
    )
    for name in _INDEXED:
        op.create_index(f"ix_nomination_offers_{name}", "nomination_offers", [name])
    op.add_column("nomination_invitations", sa.Column("asker", sa.String(64)))
    op.create_index("ix_nomination_invitations_asker", "nomination_invitations", ["asker"])


def downgrade() -> None:
    """Nominations that wait for a candidate are lost; accepted ones are in the facts."""
    op.drop_index("ix_nomination_invitations_asker", "nomination_invitations")
    with op.batch_alter_table("nomination_invitations") as invitations:
        invitations.drop_column("asker")
    op.drop_table("nomination_offers")
