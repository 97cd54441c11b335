"""The right that an appointment proposes names its vacancy, so that it is confirmed once."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("proposals", sa.Column("appointment", sa.String(36)))


def downgrade() -> None:
    """What was confirmed stays; nothing says any more which appointment it came from."""
    with op.batch_alter_table("proposals") as proposals:
        proposals.drop_column("appointment")
