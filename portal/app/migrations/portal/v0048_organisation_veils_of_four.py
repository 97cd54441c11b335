"""Since when a veil keeps an organisation for partners, and since when it seals it."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0048"
down_revision = "0047"

_veils = sa.table("organisation_veils", sa.column("hidden_at"), sa.column("narrowed_at"))


def upgrade() -> None:
    op.add_column("organisation_veils", sa.Column("narrowed_at", Instant))
    op.add_column("organisation_veils", sa.Column("sealed_at", Instant))


def downgrade() -> None:
    """The program before knows one veil: what was for partners is hidden."""
    later = _veils.c.narrowed_at > _veils.c.hidden_at
    op.execute(sa.update(_veils).where(later).values(hidden_at=_veils.c.narrowed_at))
    op.drop_column("organisation_veils", "sealed_at")
    op.drop_column("organisation_veils", "narrowed_at")
