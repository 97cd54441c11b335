"""The language that a person chose for their pages and mails."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("language", sa.String(8)))


def downgrade() -> None:
    op.drop_column("accounts", "language")
