"""Start passwords, valid beside the old password and sent to their owner by e-mail."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("start_hash", sa.String(200)))
    op.execute(
        "UPDATE accounts SET start_hash = password_hash, password_hash = ''"
        " WHERE start_until IS NOT NULL"
    )
    op.add_column(
        "sessions", sa.Column("started", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "start_letters",
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            nullable=False,
            primary_key=True,
        ),
        sa.Column("due_at", Instant),
        sa.Column("taken_until", Instant),
        sa.Column("refused_at", Instant),
    )


def downgrade() -> None:
    op.drop_table("start_letters")
    op.execute("UPDATE accounts SET password_hash = start_hash WHERE start_hash IS NOT NULL")
    for table, column in (("sessions", "started"), ("accounts", "start_hash")):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
