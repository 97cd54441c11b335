"""Accounts, sessions, API tokens and the outbox."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("organisation_id", sa.String(100)),
        sa.Column("organisation", sa.String(200)),
        sa.Column("mandates", sa.JSON, nullable=False),
        sa.Column("state_codes", sa.JSON, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("form_secret", sa.String(64), nullable=False),
    )
    op.create_index("sessions_of_account", "sessions", ["account_id"])
    op.create_table(
        "api_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "account_id",
            sa.String(36),
            sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("label", sa.String(100), nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("command_id", sa.Uuid, primary_key=True),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("actor", sa.JSON, nullable=False),
        sa.Column("correlation_id", sa.Uuid, nullable=False),
        sa.Column("traceparent", sa.String(80)),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("delivered_at", Instant, index=True),
        sa.Column("refused", sa.Text),
    )


def downgrade() -> None:
    for name in ("outbox", "api_tokens", "sessions", "accounts"):
        op.drop_table(name)
