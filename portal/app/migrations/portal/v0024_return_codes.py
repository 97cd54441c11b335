"""Return codes, in place of a passphrase beside a tracking code; receipts of before stay good."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("code_hash", sa.String(64)))
        table.add_column(sa.Column("code_nonce", sa.String(64)))
        table.alter_column("passphrase_hash", existing_type=sa.String(200), nullable=True)
        table.create_unique_constraint("uq_channels_code_hash", ["code_hash"])


def downgrade() -> None:
    """Submissions with a return code have no way back afterwards but an account."""
    with op.batch_alter_table("channels") as table:
        table.drop_constraint("uq_channels_code_hash", type_="unique")
        table.drop_column("code_hash")
        table.drop_column("code_nonce")
