"""Mails about what is published that came back: whose they are, and the last one."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0057"
down_revision = "0056"

_INDEX = "uq_followings_return_hash"


def upgrade() -> None:
    with op.batch_alter_table("followings") as table:
        table.add_column(sa.Column("return_hash", sa.String(64)))
        table.add_column(sa.Column("returned", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("returned_at", Instant))
        table.create_unique_constraint(_INDEX, ["return_hash"])


def downgrade() -> None:
    """What came back is not known any more; who is stopped stays so."""
    with op.batch_alter_table("followings") as table:
        table.drop_constraint(_INDEX, type_="unique")
        for name in ("return_hash", "returned", "returned_at"):
            table.drop_column(name)
