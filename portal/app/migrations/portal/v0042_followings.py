"""Who follows what is published: requests, confirmed followings, and the numbers of the news."""

import sqlalchemy as sa
from alembic import op

from shared.platform.tables import Instant, SealedText

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "following_requests",
        sa.Column("request_id", sa.String(36), primary_key=True),
        sa.Column("form_id", sa.String(36), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("mailbox", sa.String(64), nullable=False),
        *_chosen(),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("taken_until", Instant),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.UniqueConstraint("form_id", "mark"),
    )
    for name in ("mailbox", "asked_at", "due_at"):
        op.create_index(f"ix_following_requests_{name}", "following_requests", [name])
    op.create_table(
        "followings",
        sa.Column("following_id", sa.String(36), primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False, unique=True),
        *_chosen(),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("upto", sa.Integer),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("taken_until", Instant),
        sa.Column("stopped_at", Instant),
    )
    for name in ("due_at", "stopped_at"):
        op.create_index(f"ix_followings_{name}", "followings", [name])
    op.create_table(
        "following_news",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("found_at", Instant, nullable=False),
    )
    op.create_index("ix_following_news_found_at", "following_news", ["found_at"])


def downgrade() -> None:
    """Whoever followed is forgotten, and has to ask again."""
    for name in ("following_news", "followings", "following_requests"):
        op.drop_table(name)


def _chosen() -> list[sa.Column[object]]:
    return [
        sa.Column("address", SealedText, nullable=False),
        sa.Column("states", sa.JSON, nullable=False),
        sa.Column("mandates", sa.JSON, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("rhythm", sa.String(10), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
    ]
