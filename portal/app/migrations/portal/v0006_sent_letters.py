"""The documents of sent letters, byte by byte."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "sent_letters",
        sa.Column("communication_id", sa.String(36), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pdf", SealedText, nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sent_letters")
