"""Who follows what is published chooses themes too: none, for who follows now."""

import sqlalchemy as sa
from alembic import op

from shared.reference.themes import THEMES, mandates_of

revision = "0045"
down_revision = "0044"

_KEYS = {"following_requests": "request_id", "followings": "following_id"}


def upgrade() -> None:
    for name in _KEYS:
        op.add_column(name, sa.Column("themes", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Keep the mandates of the themes in their place: nobody hears of more than they chose."""
    for name, key in _KEYS.items():
        of = sa.table(
            name, sa.column(key), sa.column("mandates", sa.JSON), sa.column("themes", sa.JSON)
        )
        for row in op.get_bind().execute(sa.select(of)).all():
            if row.themes:
                both = {*row.mandates, *mandates_of(one for one in row.themes if one in THEMES)}
                this = sa.update(of).where(of.c[key] == getattr(row, key))
                op.execute(this.values(mandates=sorted(both)))
        with op.batch_alter_table(name) as table:
            table.drop_column("themes")
