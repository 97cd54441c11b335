"""Who follows what is published chooses themes too: none, for who follows now."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from shared.reference.themes import THEMES, mandates_of

revision = "0045"
down_revision = "0044"

_KEYS = {"following_requests": "request_id", "followings": "following_id"}
_NEW = "recommendation"
_SHOWN = "statement"
"""A kind that the program before can show, of what is stopped, or shown before it is confirmed."""


def upgrade() -> None:
    for name in _KEYS:
        op.add_column(name, sa.Column("themes", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Keep what the program before knows, so that nobody hears of more than they chose.

    The mandates of the themes take their place, and once a week that of once a month. Who follows
    recommendations alone hears of nothing until they choose again.
    """
    for name, key in _KEYS.items():
        lists = (sa.column(one, sa.JSON) for one in ("mandates", "themes", "kinds"))
        ends = ("stopped_at", "upto") if name == "followings" else ()
        of = sa.table(name, sa.column(key), sa.column("rhythm"), *lists, *map(sa.column, ends))
        chosen = sa.select(of.c[key], of.c.rhythm, of.c.mandates, of.c.themes, of.c.kinds)
        for row in op.get_bind().execute(chosen).all():
            kinds = [one for one in row.kinds if one != _NEW]
            new = {
                "mandates": sorted({*row.mandates, *_mandates(row.themes)}),
                "kinds": kinds or ([_SHOWN] if row.kinds else []),
                "rhythm": "weekly" if row.rhythm == "monthly" else row.rhythm,
            }
            if ends and row.kinds == [_NEW]:
                new |= {"stopped_at": sa.func.now(), "upto": None}
            op.execute(sa.update(of).where(of.c[key] == getattr(row, key)).values(new))
        with op.batch_alter_table(name) as table:
            table.drop_column("themes")


def _mandates(themes: Iterable[str]) -> frozenset[str]:
    return mandates_of(one for one in themes if one in THEMES)
