"""At which address the office of an account is reached; none: nobody entered one."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0062"


def upgrade() -> None:
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("contact", sa.String(254)))


def downgrade() -> None:
    with op.batch_alter_table("accounts") as table:
        table.drop_column("contact")
