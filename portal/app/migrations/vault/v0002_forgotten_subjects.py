"""What is forgotten is found without reading every key."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    forgotten = sa.text("key IS NULL")
    op.create_index(
        "subject_keys_forgotten",
        "subject_keys",
        ["subject"],
        sqlite_where=forgotten,
        postgresql_where=forgotten,
    )


def downgrade() -> None:
    op.drop_index("subject_keys_forgotten", "subject_keys")
