"""The tables of mandates: all public but who services them. Holders' names are sealed."""

from collections.abc import Iterable

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from portal.stakeholders import kitted, registered
from shared.contracts.stakeholders import STAKEHOLDERS, CallClosed, CallForCandidaturesIssued
from shared.contracts.stakeholders_custody import CustodyDecided
from shared.contracts.stakeholders_holder_gender import HolderGenderRecorded
from shared.contracts.stakeholders_rationalisation import (
    RationalisationCommented,
    RationalisationNoted,
)
from shared.contracts.stakeholders_servicing import (
    ServicingOfficerAssigned,
    ServicingOfficerEnded,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY, Change, Put, ReadModel

CONSUMER = "portal.stakeholders"

tables = MetaData()
terms = Table(
    "mandate_terms",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("seat", String(10)),
    Column("holder", SealedText),
    Column("holder_id", String(36), index=True),
    Column("number", SmallInteger),
    Column("starts_on", Date, index=True, info={MADE_BY: "index"}),
    Column("ends_on", Date),  # as planned
    Column("ended_on", Date),  # the last day, once its end is recorded
    Column("reason_code", String(20)),
)
genders = Table(
    "mandate_holder_genders",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("gender", String(20)),  # as it is published
    Column("source", String(200)),
)
chains = Table(
    "mandate_chains",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("renamed", JSON),  # the titles of today, if they are not those of the reference data
    Column("until", Date),
    Column("open_ended", Boolean),
    Column("pending", Boolean),
    Column("ended_on", Date),
    Column("into", String(60)),
    Column("beside", JSON),
    Column("perhaps_merged_with", String(60)),
)
acts = Table(
    "mandate_acts",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("symbol", Text),
    Column("adopted_on", Date),
    Column("paragraph", SmallInteger),
    Column("months", SmallInteger),
    Column("votes", JSON),
    Column("until", Date),  # the last day that it gives
    Column("titles", JSON),
    Column("custody", JSON),  # of each kind of open work, to which mandate
)
steps = Table(
    "mandate_steps",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("on", Date),  # of an end: the last day
    Column("symbol", Text),
    Column("into", String(60)),
)
calls = Table(
    "mandate_calls",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("opens_at", Instant, index=True, info={MADE_BY: "index"}),
    Column("closes_at", Instant),
    Column("closed", Boolean),
)
servicing = Table(
    "mandate_servicing",
    tables,
    Column("assignment_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("officer_id", String(36)),
    Column("deputy_id", String(36)),
    Column("share", SmallInteger),  # of working time, in percent
    Column("starts_on", Date),
    Column("ended_on", Date),  # the last day
)

onboardings = Table(
    "mandate_onboardings",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("holder_id", String(36)),
    Column("starts_on", Date),
    Column("started_at", Instant),
    Column("ready_at", Instant),  # from then on nothing bars signing
)
items = Table(
    "mandate_onboarding_items",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("item", String(60), primary_key=True),
    Column("number", SmallInteger),  # its place in the kit
    Column("owner", String(10)),
    Column("bars", Boolean),
    Column("due_on", Date),
    Column("done_at", Instant),
    Column("done_by", String(80)),
    Column("evidence", SealedText),
    Column("waived_at", Instant),
    Column("reason", SealedText),
)

custody = Table(
    "mandate_custody",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("item_id", String(36), primary_key=True),
    Column("to", String(60)),  # none: it stays as a record
    Column("files", Boolean),  # they went with it
    Column("reason", SealedText),
    Column("decided_at", Instant),
)

rationalisations = Table(
    "mandate_rationalisations",
    tables,
    Column("note_id", String(36), primary_key=True),
    Column("option", String(10)),
    Column("mandates", JSON),
    Column("reasons", SealedText),
    Column("noted_at", Instant),
)
comments = Table(
    "mandate_rationalisation_comments",
    tables,
    Column("note_id", String(36), primary_key=True),
    Column("comment_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("commented_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case HolderTermStarted() as f:
            started = {
                "mandate": f.mandate,
                "seat": f.seat,
                "holder": f.holder,
                "holder_id": f.holder_id,
                "number": f.number,
                "starts_on": f.starts_on,
                "ends_on": f.ends_on,
            }
            return [Put(terms, (f.term_id,), started)]
        case HolderTermEnded() as f:
            ended = {"ended_on": f.ended_on, "reason_code": f.reason_code}
            return [Put(terms, (f.term_id,), ended)]
        case HolderGenderRecorded() as f:
            return [Put(genders, (f.term_id,), {"gender": f.gender, "source": f.source})]
        case ServicingOfficerAssigned() as f:
            assigned = {
                "mandate": f.mandate,
                "officer_id": f.officer_id,
                "deputy_id": f.deputy_id,
                "share": f.share,
                "starts_on": f.starts_on,
            }
            return [Put(servicing, (f.assignment_id,), assigned)]
        case ServicingOfficerEnded() as f:
            return [Put(servicing, (f.assignment_id,), {"ended_on": f.ended_on})]
        case CustodyDecided() as f:
            decided = {
                "to": f.to,
                "files": bool(f.submission_ids),
                "reason": f.reason,
                "decided_at": f.decided_at,
            }
            return [Put(custody, (f.mandate, f.kind, f.item_id), decided)]
        case RationalisationNoted() as f:
            note = {
                "option": f.option,
                "mandates": list(f.mandates),
                "reasons": f.reasons,
                "noted_at": f.noted_at,
            }
            return [Put(rationalisations, (f.note_id,), note)]
        case RationalisationCommented() as f:
            comment = {"text": f.text, "commented_at": f.commented_at}
            return [Put(comments, (f.note_id, f.comment_id), comment)]
        case CallForCandidaturesIssued() as f:
            dates = {"opens_at": f.opens_at, "closes_at": f.closes_at}
            return [Put(calls, (f.vacancy_id,), {"mandate": f.mandate, **dates, "closed": False})]
        case CallClosed() as f:
            return [Put(calls, (f.vacancy_id,), {"closed": True})]
        case _:
            return [
                *(
                    Put(chains, (mandate,), values)
                    for mandate, values in registered.chain(published.fact)
                ),
                *(
                    Put(acts, (one.mandate, published.position, one.kind), one.values)
                    for one in registered.acts(published.fact)
                ),
                *(
                    Put(steps, (one.mandate, published.position, one.kind), one.values)
                    for one in registered.steps(published.fact)
                ),
                *(Put(onboardings, key, values) for key, values in kitted.terms(published.fact)),
                *(Put(items, key, values) for key, values in kitted.items(published.fact)),
            ]


TERMS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
