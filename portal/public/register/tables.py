"""The tables of the public register: public data, and nothing else."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table, Text, and_

from portal.public.register.search import columns, searchable
from shared.platform.tables import Instant

TRANSLATION = "translation"

tables = MetaData()

# The key grows with the day of transmission, so that the newest come first by it.
letters = Table(
    "register_letters",
    tables,
    *columns(),
    Column("communication_id", String(36), unique=True),
    Column("slug", String(40), unique=True),
    Column("reference", String(40)),
    Column("type", String(2)),
    Column("recipient", String(3)),
    Column("mandates", JSON),
    Column("year", Integer),
    Column("joint", Boolean),
    Column("transmitted_at", Instant),
    Column("edition", Integer),
    Column("text", Text),
    Column("published_at", Instant),
    Index("register_letters_recipient", "recipient"),
    Index("register_letters_published", "published_at"),
)
# A translation of a reply is a row of its own, of the kind "translation", with its reply's id.
replies = Table(
    "register_replies",
    tables,
    *columns(),
    Column("communication_id", String(36), index=True),
    Column("reply_id", String(36)),
    Column("kind", String(20)),
    Column("language", String(2)),
    Column("received_at", Instant),
    Column("text", Text),  # null: withheld
    Column("published_at", Instant),
    Index("register_replies_published", "published_at"),
)
grades = Table(
    "register_grades",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("reply_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("scheme", String(40)),
    Column("value", String(40)),
)
recommendations = Table(
    "register_recommendations",
    tables,
    *columns(),
    Column("recommendation_id", String(36), index=True),
    Column("communication_id", String(36)),
    Column("addressee", String(3)),
    Column("mandate", String(60)),
    Column("issued_at", Instant),
    Column("text", Text),  # none once it was taken back
    Column("symbol", String(80)),  # of the corrigendum, where its words are of one
    Column("item", String(64)),  # of the corpus, like the next: another mechanism recommended it
    Column("source", String(20)),
    Column("document", Text),  # none once it was taken back
    # Where it stands in the report on a visit, if in one; none once it was taken back.
    Column("mission_id", String(36)),
    Column("report", String(80)),  # its symbol
    Column("paragraph", String(30)),
    Column("same_words", Boolean),  # as there
    Column("published_at", Instant, index=True),
    Column("withdrawn_at", Instant),
)
OWN = and_(recommendations.c.withdrawn_at.is_(None), recommendations.c.item.is_(None))
"""Public, and of a mandate. The index has all that it takes to count them by theme and State."""
Index(
    "register_recommendations_own",
    *(recommendations.c[name] for name in ("addressee", "mandate", "issued_at")),
    recommendations.c.recommendation_id,
    sqlite_where=OWN,
    postgresql_where=OWN,
)
_GONE = recommendations.c.withdrawn_at.is_not(None)
Index(
    "register_recommendations_withdrawn",
    recommendations.c.withdrawn_at,
    sqlite_where=_GONE,
    postgresql_where=_GONE,
)
for _table in (letters, replies, recommendations):
    searchable(_table)
