"""Problems with the platform that people reported."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "problem_reports",
        sa.Column("report_id", sa.String(36), primary_key=True),
        sa.Column("reported_at", Instant, nullable=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("account_id", sa.String(36)),
    )
    op.create_index("ix_problem_reports_reported_at", "problem_reports", ["reported_at"])


def downgrade() -> None:
    op.drop_table("problem_reports")
