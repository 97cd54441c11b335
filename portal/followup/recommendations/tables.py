"""The tables of recommendations. ``sight`` rules who may see what of them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)

from portal.casefile.attachments import rows
from shared.platform.tables import Instant, SealedText

tables = MetaData()
recommendations = Table(
    "recommendations_issued",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("correlation_id", Uuid),
    Column("communication_id", String(36)),
    Column("addressee", String(3)),
    Column("mandate", String(60)),
    Column("text", SealedText),
    Column("issued_by", String(80)),
    Column("issued_at", Instant),
    Column("scheme", String(40)),  # of the last assessment, like the grade
    Column("grade", String(40)),
    Column("published_at", Instant),  # none while it is not public
    Column("published_version", Integer),
    Column("public_text", Text),
    Column("withdrawn_at", Instant),
    Column("kept_at", Instant),  # as a record of a mandate that ended
    Column("closed", String(20)),  # for which reason; none while it is followed up
    Column("by_id", String(36)),  # what stands in its place
    # Of what another mechanism recommended: which text of the corpus it is, and of which import.
    Column("item", String(64)),
    Column("source", String(20)),
    Column("batch_id", String(36)),
    Column("document", SealedText),
    Column("public_document", Text),
    Column("let_go_at", Instant),  # none while it is followed up
    # Of what was registered from the report on a visit: where it stands, and in which words.
    Column("mission_id", String(36)),
    Column("report", String(80)),  # its symbol
    Column("paragraph", String(30)),  # empty: nobody said
    Column("words_hash", String(64)),
    # What its mandate notes of the text.
    Column("title", SealedText),
    Column("section", SealedText),  # the heading under which it stands
    Column("language", String(2)),
    Column("time_frame", String(10)),
    Column("type", String(20)),  # none is a recommendation
    Column("source_kind", String(20)),  # in what it was issued, as its mandate says
    Column("target", Date),
    Column("noted", Integer),  # how often: none is never
    Column("reference", String(80)),  # its number among those of its mandate, State and year
    Column("common_id", String(36)),  # of the text, if it went to several States at once
    Column("changed_at", Instant),  # what everybody reads of it once it is public
    Index("recommendations_item", "item"),
    Index("recommendations_batch_id", "batch_id"),
    Index("recommendations_common_id", "common_id"),
    Index("recommendations_issued_at", "issued_at"),
    Index("recommendations_mandate", "mandate"),
    # All that it takes to count by State and mandate what a person sees.
    Index(
        "recommendations_heads",
        *("addressee", "mandate", "published_at", "issued_at"),
        *("closed", "let_go_at", "recommendation_id"),
    ),
)
_PUBLIC = recommendations.c.published_at.is_not(None)
Index(
    "recommendations_changed_at",
    recommendations.c.changed_at,
    sqlite_where=_PUBLIC,
    postgresql_where=_PUBLIC,
)
# The organisations that the holder invited to read it before it is public.
invited = Table(
    "recommendations_invited",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("organisation_id", String(100), primary_key=True),
    Column("shared_at", Instant),
)
informations = Table(
    "recommendations_information",
    tables,
    Column("info_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("provider", String(20)),
    Column("organisation_id", String(100)),
    Column("text", SealedText),
    Column("provided_by", String(80)),
    Column("received_at", Instant),
    Column("addressee_id", String(36)),  # none: the Government's follow-up
    Column("corrects", String(36)),
    Column("since", Date),
    Column("until", Date),
    # What its provider lets become of it, with the name to show, and what became of it.
    Column("wish", String(10)),
    Column("name", SealedText),
    Column("withheld_at", Instant),
    Column("withheld_for", SealedText),
    Column("for_provider", SealedText),  # what its provider reads of why it is withheld
    Column("told", Boolean),  # whether its provider reads that it is
    Column("taken_back_at", Instant),  # none while it is public, or was never
    Column("taken_back_for", String(20)),
    Column("withdrawn_at", Instant),
)
# Information that is public, in the words and with the name that everybody reads.
public_information = Table(
    "recommendations_public_information",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("info_id", String(36), primary_key=True),
    Column("provider", String(20)),
    Column("name", Text),
    Column("text", Text),
    Column("since", Date),
    Column("until", Date),
    Column("published_at", Instant),
)
# Files beside information: what a fact tells of each.
evidence = Table(
    "recommendations_evidence",
    tables,
    Column("attachment_id", String(36), primary_key=True),
    Column("info_id", String(36), index=True),
    *rows.columns(),
)
assessments = Table(
    "recommendations_assessments",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("scheme", String(40)),
    Column("grade", String(40)),
    Column("rationale", SealedText),
    Column("mandate", String(60)),  # then; it may have been passed on since
    Column("assessed_by", String(80)),
    Column("assessed_at", Instant),
    Column("addressee_id", String(36)),  # none: the Government's follow-up
    Column("period", Integer),
    Column("based_on", JSON),
    Column("delegation_id", String(36)),  # under which an officer graded; none: the holder did
)
# What each grade is based on.
read = Table(
    "recommendations_read",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("info_id", String(36), primary_key=True, index=True),
    Column("addressee_id", String(36)),
)
# The schemes of which the Government's follow-up has the top grade: in one, it is implemented.
tops = Table(
    "recommendations_tops",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("scheme", String(40), primary_key=True),
    Column("graded_at", Instant),
)
addressees = Table(
    "recommendations_addressees",
    tables,
    Column("addressee_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("kind", String(20)),
    Column("name", SealedText),
    Column("organisation_id", String(100)),
    Column("lead", String(10)),
    Column("named_at", Instant),
)
# Addressees that Resident Coordinators proposed, and what became of that.
proposed = Table(
    "recommendations_proposed",
    tables,
    Column("proposal_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("kind", String(20)),
    Column("name", SealedText),
    Column("reason", SealedText),
    Column("proposed_by", String(80), index=True),
    Column("proposed_at", Instant),
    Column("answered_at", Instant),  # none while it waits
    Column("addressee_id", String(36)),  # none: it was declined
    Column("declined_for", SealedText),
    Column("taken_back_at", Instant),
)
positions = Table(
    "recommendations_positions",
    tables,
    Column("position_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("position", String(20)),
    Column("note", SealedText),
    Column("by_government", Boolean),
    Column("recorded_by", String(80)),
    Column("recorded_at", Instant),
)
tags = Table(
    "recommendations_tags",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("place", Integer),  # in the list of its kind
    Index("recommendations_tags_code", "kind", "code"),
)
# What was decided about tags that the words of the text suggest.
suggested = Table(
    "recommendations_suggested",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("accepted", Boolean),
    Column("by", String(80)),
    Column("at", Instant),
)
# When its mandate looks at it again. A grade is a look: then there is none.
reviews = Table(
    "recommendations_reviews",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("on", Date, index=True),
)
repeats = Table(
    "recommendations_repeats",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("repeats_id", String(36), primary_key=True, index=True),
    Column("related_at", Instant),
)
# Every text as it was issued or corrected, with the symbol of the corrigendum.
versions = Table(
    "recommendations_versions",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("symbol", String(80)),
    Column("text", SealedText),
    Column("by", String(80)),
    Column("at", Instant),
)
# Closed or reopened, and taken up from the corpus or let go.
endings = Table(
    "recommendations_endings",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("reason", String(20)),  # none: reopened
    Column("note", SealedText),
    Column("by", String(80)),
    Column("at", Instant),
)
