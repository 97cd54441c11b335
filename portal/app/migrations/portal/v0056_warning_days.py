"""What early warning counted of the submissions of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0053"


def upgrade() -> None:
    op.create_table(
        "warning_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("cases", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """The days are counted again."""
    op.drop_table("warning_days")
