"""The people of an organisation are found by an index: there are 30,000 accounts."""

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_index("ix_accounts_organisation_id", "accounts", ["organisation_id"])


def downgrade() -> None:
    op.drop_index("ix_accounts_organisation_id", "accounts")
