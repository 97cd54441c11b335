"""In which office a United Nations partner is; none: of an agency of the country team."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0057"


def upgrade() -> None:
    for name in ("accounts", "proposals"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("office", sa.String(20)))


def downgrade() -> None:
    """Everybody is of an agency again, and reads as much as one does."""
    for name in ("proposals", "accounts"):
        with op.batch_alter_table(name) as table:
            table.drop_column("office")
