"""The kept tables of who follows what is published. No fact tells of them (decision 0081)."""

from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, UniqueConstraint

from shared.platform.tables import Instant, SealedText

tables = MetaData()

# Who asked, until the link in the letter is confirmed. mark, mailbox: pseudonyms of the address,
# and of the mailbox that it belongs to. form_id: of the form that asked, which asks once for one.
requests = Table(
    "following_requests",
    tables,
    Column("request_id", String(36), primary_key=True),
    Column("form_id", String(36), nullable=False),
    Column("mark", String(64), nullable=False),
    Column("mailbox", String(64), nullable=False, index=True),
    Column("address", SealedText, nullable=False),
    Column("states", JSON, nullable=False),
    Column("mandates", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("rhythm", String(10), nullable=False),
    Column("language", String(8), nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("due_at", Instant, index=True),  # null: the letter went out
    Column("taken_until", Instant),  # one process at a time sends it
    Column("token_hash", String(64), unique=True),
    UniqueConstraint("form_id", "mark"),
)

# Who confirmed. told: the number of the last news that was told, or not wanted. upto: of the mail
# that is on its way, kept before it goes, so that a second try is the same mail. returned: of the
# last mail that came back, at returned_at; or up to which none that comes back counts.
followings = Table(
    "followings",
    tables,
    Column("following_id", String(36), primary_key=True),
    Column("mark", String(64), nullable=False, unique=True),
    Column("address", SealedText, nullable=False),
    Column("states", JSON, nullable=False),
    Column("mandates", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("rhythm", String(10), nullable=False),
    Column("language", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("told", Integer, nullable=False),
    Column("upto", Integer),
    Column("due_at", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("taken_until", Instant),
    Column("stopped_at", Instant, index=True),  # its address refused mail for good
    Column("return_hash", String(64), unique=True),  # of the pseudonym in the sender of its mails
    Column("returned", Integer, nullable=False, server_default="0"),
    Column("returned_at", Instant),
)

# What was published, numbered in the order in which it was found. Nothing of its content.
news = Table(
    "following_news",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", String(80), nullable=False, unique=True),
    Column("published_at", Instant, nullable=False),
    Column("found_at", Instant, nullable=False, index=True),
)

# For which accounts a following began by itself, and of which States: it begins once for each.
begun = Table(
    "following_begun",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("states", JSON, nullable=False),
    Column("begun_at", Instant, nullable=False),
)
