"""The kept tables of notices: who is to be told that there is news, and who was."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Uuid

from shared.tables import Instant

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
