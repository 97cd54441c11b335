"""The language in which the source of a submission asked to be written to."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("channels", sa.Column("language", sa.String(2)))


def downgrade() -> None:
    op.drop_column("channels", "language")
