"""Tokens of programs with scopes, an end and an organisation; no page made tokens before."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    op.drop_table("api_tokens")
    op.create_table(
        "api_tokens",
        sa.Column("program_id", sa.String(16), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _of_account(),
        sa.Column("organisation_id", sa.String(100), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ends_on", sa.String(10), nullable=False),
        sa.Column("used_on", sa.String(10)),
    )
    op.create_index("api_tokens_of_account", "api_tokens", ["account_id"])
    op.create_index("api_tokens_of_organisation", "api_tokens", ["organisation_id"])


def downgrade() -> None:
    """Tokens end: the version before does not know what they may do."""
    op.drop_table("api_tokens")
    op.create_table(
        "api_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _of_account(),
        sa.Column("label", sa.String(100), nullable=False),
    )


def _of_account() -> sa.Column[str]:
    return sa.Column(
        "account_id",
        sa.String(36),
        sa.ForeignKey("accounts.account_id", ondelete="CASCADE"),
        nullable=False,
    )
