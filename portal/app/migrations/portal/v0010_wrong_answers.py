"""Wrong passwords, codes and passkeys of the last 15 minutes, counted for all processes."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "wrong_answers",
        sa.Column("answer_id", sa.Integer, primary_key=True),
        sa.Column("whose", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("wrong_answers_whose", "wrong_answers", ["whose", "at"])
    op.create_index("wrong_answers_at", "wrong_answers", ["at"])


def downgrade() -> None:
    op.drop_table("wrong_answers")
