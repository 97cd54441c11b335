"""The people to notify by e-mail."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("cause", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("taken_until", Instant),
        sa.Column("sent_at", Instant),
        sa.Column("dropped_at", Instant),
        sa.Index("notices_waiting", "sent_at", "dropped_at", "due_at"),
        sa.Index("notices_of_account", "account_id", "made_at"),
    )
    op.create_table(
        "notice_causes",
        sa.Column("cause", sa.Uuid, primary_key=True),
        sa.Column("made_at", Instant, nullable=False, index=True),
    )
    op.create_table(
        "notice_choices",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("refused_at", Instant),
    )


def downgrade() -> None:
    for name in ("notice_choices", "notice_causes", "notices"):
        op.drop_table(name)
