"""Proposals of one administrator that a second one has to confirm."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("proposal_id", sa.String(36), primary_key=True),
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("mandates", sa.JSON, nullable=False),
        sa.Column("state_codes", sa.JSON, nullable=False),
        sa.Column("organisation_id", sa.String(100)),
        sa.Column("organisation", sa.String(200)),
        sa.Column("email", sa.String(254)),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("urgent", sa.String(500)),
        sa.Column("proposed_by", sa.String(36), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("confirmed_by", sa.String(36)),
        sa.Column("confirmed_at", Instant),
        sa.Column("effective_at", Instant),
        sa.Column("applied_at", Instant),
        sa.Column("ended", sa.String(10)),
        sa.Column("ended_by", sa.String(36)),
        sa.Column("ended_at", Instant),
        sa.Index("proposals_of_account", "account_id"),
        sa.Index("proposals_proposed_at", "proposed_at"),
    )


def downgrade() -> None:
    op.drop_table("proposals")
