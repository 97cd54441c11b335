"""Where people go after a split of their organisation."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "organisation_choices",
        sa.Column("split_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), primary_key=True, index=True),
        sa.Column("entry_id", sa.String(36), primary_key=True, index=True),
        sa.Column("chosen_at", Instant),
        sa.Column("came_at", Instant),
    )


def downgrade() -> None:
    """Nobody can choose any more; whoever went stays there."""
    op.drop_table("organisation_choices")
