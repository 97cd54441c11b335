"""What hides an organisation at once, before any fact comes round."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0031"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "organisation_veils",
        sa.Column("organisation_id", sa.String(36), primary_key=True),
        sa.Column("hidden_at", Instant, nullable=False),
    )


def downgrade() -> None:
    """Hidden organisations stay hidden by their facts, which say it too."""
    op.drop_table("organisation_veils")
