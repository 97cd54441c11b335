"""Until when somebody speaks for an organisation, and what a suspension took."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("focal_until", Instant))
    op.create_index("ix_accounts_focal_until", "accounts", ["focal_until"])
    op.create_table(
        "focal_suspensions",
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("focal_until", Instant),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("suspended_by", sa.String(36), nullable=False),
        sa.Column("suspended_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Focal points go on without an end, and who is suspended stays without rights."""
    op.drop_table("focal_suspensions")
    op.drop_index("ix_accounts_focal_until", "accounts")
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("focal_until")
