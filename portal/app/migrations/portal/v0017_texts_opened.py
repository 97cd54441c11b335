"""The versions of a letter or a statement that a mandate-holder has opened."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "texts_opened",
        sa.Column("actor_id", sa.String(80), primary_key=True),
        sa.Column("text_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("opened_at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("texts_opened")
