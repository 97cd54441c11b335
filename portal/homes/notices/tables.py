"""The kept tables of notices: the mail to send, the mail sent, and each person's inbox."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Uuid

from shared.platform.tables import Instant

tables = MetaData()

# One row for each person and what there is news about: made once, sent once.
notices = Table(
    "notices",
    tables,
    Column("cause", Uuid, primary_key=True),  # of the fact or of the reminder; says nothing
    Column("account_id", String(36), primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # later after every attempt that failed
    Column("attempts", Integer, nullable=False),
    Column("taken_until", Instant),  # one process at a time sends it
    Column("sent_at", Instant),
    Column("dropped_at", Instant),  # it is not wanted, or the address refuses mail
    Index("notices_waiting", "sent_at", "dropped_at", "due_at"),
    Index("notices_of_account", "account_id", "made_at"),
)

# What a person was told, for the person: ids and codes, no text. Never rebuilt (decision 0034).
# notice_id: of person and cause, so that it is made once. item_id: of what the page shows.
# account_id: of a source its pseudonym, as the item is what it filed (decision 0035).
inbox = Table(
    "notice_inbox",
    tables,
    Column("notice_id", Uuid, primary_key=True),
    Column("account_id", String(36), nullable=False),
    Column("kind", String(40), nullable=False),  # a code of words
    Column("reason", String(10), nullable=False),  # why this person is told
    Column("page", String(10), nullable=False),
    Column("item_id", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("read_at", Instant),
    Index("notice_inbox_unread", "account_id", "read_at"),
    Index("notice_inbox_listed", "account_id", "at"),
)

# What notices were made of, also where nobody was to be told.
causes = Table(
    "notice_causes",
    tables,
    Column("cause", Uuid, primary_key=True),
    Column("made_at", Instant, nullable=False, index=True),
)

choices = Table(
    "notice_choices",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("choice", String(10), nullable=False),
    Column("refused_at", Instant),  # when the address last refused a mail for good
)
