"""Second factors, a person's list of sessions, start passwords, and the record of erasures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0004"
down_revision = "0003"


def _of_account(*, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        "account_id",
        sa.String(36),
        sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def _sessions(*also: "sa.Column[Any]") -> None:
    """Everybody signs in anew: a session from before has shown no second factor."""
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _of_account(),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("form_secret", sa.String(64), nullable=False),
        *also,
    )
    op.create_index("sessions_of_account", "sessions", ["account_id"])


def upgrade() -> None:
    op.add_column("accounts", sa.Column("start_until", Instant))
    op.drop_table("sessions")
    _sessions(
        sa.Column("session_id", sa.String(36), nullable=False, unique=True),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("factor_at", Instant),
        sa.Column("challenge", sa.String(100)),
    )
    op.create_table(
        "authenticators",
        _of_account(primary_key=True),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("confirmed_at", Instant),
        sa.Column("last_step", sa.BigInteger),
    )
    op.create_table(
        "passkeys",
        sa.Column("passkey_id", sa.String(36), primary_key=True),
        _of_account(),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_used_at", Instant),
    )
    op.create_index("passkeys_of_account", "passkeys", ["account_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(200), primary_key=True),
        _of_account(),
    )
    op.create_index("recovery_codes_of_account", "recovery_codes", ["account_id"])
    op.create_table(
        "erasures",
        sa.Column("erasure_id", sa.String(36), primary_key=True),
        sa.Column("subject", sa.String(120), nullable=False, index=True),
        sa.Column("erased_at", Instant, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("note", sa.Text),
    )


def downgrade() -> None:
    for name in ("erasures", "recovery_codes", "passkeys", "authenticators", "sessions"):
        op.drop_table(name)
    _sessions()
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("start_until")
