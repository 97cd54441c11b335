"""Return channels, their sessions, and the openings of an identity that were shown."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("submission_id", sa.String(36), primary_key=True),
        sa.Column("passphrase_hash", sa.String(200), nullable=False),
        sa.Column("nonce", sa.String(64)),
        sa.Column("shown_until", Instant, index=True),
    )
    op.create_table(
        "channel_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("submission_id", sa.String(36), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
    )
    op.create_table(
        "identities_shown",
        sa.Column("opening_id", sa.String(36), primary_key=True),
        sa.Column("shown_at", Instant, nullable=False),
    )


def downgrade() -> None:
    for name in ("identities_shown", "channel_sessions", "channels"):
        op.drop_table(name)
