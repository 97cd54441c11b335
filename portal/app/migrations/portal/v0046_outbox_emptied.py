"""A command that was taken long ago holds no more than is asked of it, and says since when."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0046"
down_revision = "0045"

_outbox = sa.table("outbox", *(sa.column(name) for name in ("actor", "delivered_at", "emptied_at")))


def upgrade() -> None:
    """Nothing is emptied here: ``consume`` does it, so many at a time.

    A row that was emptied before a downgrade names nobody who asks: it is marked again.
    """
    op.add_column("outbox", sa.Column("emptied_at", Instant))
    asks = sa.cast(_outbox.c.actor, sa.Text)
    op.execute(sa.update(_outbox).where(asks == "{}").values(emptied_at=_outbox.c.delivered_at))
    full = sa.text("delivered_at IS NOT NULL AND refused IS NULL AND emptied_at IS NULL")
    op.create_index(
        "outbox_full", "outbox", ["delivered_at"], sqlite_where=full, postgresql_where=full
    )


def downgrade() -> None:
    """What is emptied stays so: the program before must not be asked to deliver it again."""
    op.drop_index("outbox_full", "outbox")
    op.drop_column("outbox", "emptied_at")
