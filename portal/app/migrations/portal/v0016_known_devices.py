"""Known browsers, in which a person has signed in: failed tries of strangers do not count there."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "known_devices",
        sa.Column("device_hash", sa.String(64), primary_key=True),
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("used_at", Instant, nullable=False),
    )
    op.create_index("known_devices_of_account", "known_devices", ["account_id"])
    op.create_index("known_devices_used", "known_devices", ["used_at"])


def downgrade() -> None:
    op.drop_table("known_devices")
