"""Timelines: what an area records is named by it, and what nobody names is shown to nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table

from portal.app.read_models import READ_MODELS
from portal.casefile.queue.tables import steps as worked
from portal.casefile.replies import sight as replies_sight
from portal.casefile.replies.tables import steps as replied
from portal.casefile.submissions import timeline as source_timeline
from portal.casefile.submissions.read_model import timeline as decided
from portal.committee.committee_advice.read_model import steps as advised
from portal.committee.iap.read_model import steps as procedures
from portal.committee.plans.read_model import steps as planned
from portal.committee.reports.read_model import steps as owed
from portal.committee.situations.read_model import steps as watched
from portal.committee.warning.read_model import steps as alerted
from portal.desk.triage import timeline as triage_timeline
from portal.followup.publication import timeline as publication_timeline
from portal.followup.publication.tables import steps as published
from portal.followup.recommendations import timeline as recommendations_timeline
from portal.followup.replies import timeline as replies_timeline
from portal.followup.reprisals.read_model import steps as of_reprisals
from portal.followup.visits import letter_words
from portal.followup.visits.letter_model import steps as visit_lettered
from portal.homes.trainings.read_model import steps as trained
from portal.letters.communications import letter
from portal.letters.communications import timeline as letters_timeline
from portal.letters.communications.tables import steps as lettered
from portal.letters.statements import timeline as statements_timeline
from portal.letters.statements.tables import steps as stated
from portal.public.briefings.read_model import changes as briefed
from portal.web.timeline import Fact, Kind, everybody, shown
from shared.contracts.all import CONTRACTS
from shared.core.message import Sealed
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.reference.triage import ANOTHER_MANDATE

HISTORY = Path(__file__).parents[1] / "contracts" / "history"
COLUMNS = {"position", "kind", "at", "by_id"}
NOTE = Sealed("submission-1", "cipher")
LETTER = letter.Sight(work=True, clearance=True)
CASE = replies_sight.Sight(case=True, replies=True, house=True, drafts=True, source=True)


@dataclass(frozen=True, kw_only=True)
class Area:
    kinds: Mapping[str, Kind[Any]]
    sight: Any = None
    tables: tuple[Table, ...] = ()


TIMELINES = {
    "letters": Area(kinds=letters_timeline.KINDS, sight=LETTER, tables=(lettered,)),
    "statements": Area(kinds=statements_timeline.KINDS, tables=(stated,)),
    "replies": Area(kinds=replies_timeline.KINDS, sight=CASE, tables=(replied,)),
    "publication": Area(kinds=publication_timeline.KINDS, tables=(published,)),
    "triage": Area(kinds=triage_timeline.KINDS, sight={}, tables=(decided, worked)),
    "source": Area(kinds=source_timeline.KINDS),
    "recommendations": Area(kinds=recommendations_timeline.KINDS),
    "visit letters": Area(
        kinds=letter_words.KINDS,
        sight=SimpleNamespace(own={"sr-torture"}),
        tables=(visit_lettered,),
    ),
}
WHOLE = {alerted, watched, planned, advised, procedures, briefed, owed, of_reprisals, trained}
"""Steps of which no kind is for some readers alone: the query of an alert says who reads which."""
WITH_TABLES = [name for name, area in TIMELINES.items() if area.tables]


def facts() -> Iterator[Any]:
    """One of each kind that any service publishes, and those that are told apart by a value."""
    for contract in CONTRACTS:
        for name, _ in contract.catalogue:
            version = contract.catalogue.version(name)
            kept = HISTORY / contract.service / f"{name}.v{version}.json"
            fact = contract.catalogue.decode(name, version, kept.read_bytes())
            yield fact
            yield from _variants(fact)


VARIANTS: Mapping[str, tuple[object, ...]] = {
    "later": (True, False),
    "to": (ANOTHER_MANDATE, "wgad"),
    "what": ("communication", "statement", "replycase", "submission"),
}


def _variants(fact: Any) -> Iterator[Any]:
    for column, values in VARIANTS.items():
        if hasattr(fact, column):
            yield from (replace(fact, **{column: value}) for value in values)


def rows_of(table: Table) -> Iterator[Any]:
    """Return the rows that the facts make in this table."""
    [model] = [one for one in READ_MODELS if table in one.tables.tables.values()]
    empty = dict.fromkeys(table.c.keys())
    for number, fact in enumerate(facts(), 1):
        for change in model.project(_published(fact, number)):
            if change.table is table:
                values = getattr(change, "values")  # noqa: B009  # a Put, as every line is
                yield SimpleNamespace(**{**empty, **values, "position": number})


def _published(fact: Any, number: int) -> Published:
    return Published(
        fact=fact,
        id=UUID(int=number),
        stream="case-1",
        position=number,
        recorded_at=AT,
        correlation_id=UUID(int=1),
        actor="account-1",
        traceparent=None,
        topic="approvals.events",
        partition=0,
        offset=number,
    )


def test_every_table_of_steps_has_its_timeline() -> None:
    there = {
        table
        for model in READ_MODELS
        for table in model.tables.tables.values()
        if set(table.c.keys()) >= COLUMNS and [*table.primary_key][1:] == [table.c.position]
    }
    assert there - WHOLE == {table for area in TIMELINES.values() for table in area.tables}


@pytest.mark.parametrize("name", WITH_TABLES)
def test_every_kind_that_an_area_records_has_a_title_in_words(name: str) -> None:
    area = TIMELINES[name]
    rows = [row for table in area.tables for row in rows_of(table)]
    assert {row.kind for row in rows} == set(area.kinds)
    for step in shown(rows, area.kinds, area.sight):
        assert step.title[:1].isupper() or step.row.mandate in step.title, step.kind
        assert "%(" not in step.title
        assert "None" not in f"{step.title} {step.detail}", step.kind


def test_what_a_source_is_told_is_what_the_desk_records_and_what_came_of_its_letters() -> None:
    came = {"published", "replied", "ended"}
    assert set(source_timeline.KINDS) - came <= set(triage_timeline.KINDS)


@pytest.mark.parametrize("name", TIMELINES)
def test_a_kind_that_no_area_names_is_shown_to_nobody(name: str) -> None:
    area = TIMELINES[name]
    assert shown([Fact("unheard-of", AT)], area.kinds, area.sight) == []


def test_nobody_sees_a_kind_of_which_it_is_not_said_who_does() -> None:
    unsaid = {"said": Kind[None]("Said")}
    assert shown([Fact("said", AT)], unsaid, None) == []


def test_who_sees_that_it_happened_reads_neither_by_whom_nor_the_note_by_that() -> None:
    seen = {"said": Kind[None]("Said", everybody)}
    [step] = shown([Fact("said", AT, "account-1", note=NOTE)], seen, None)
    assert (step.by_id, step.note) == (None, None)
    all_of_it = {"said": replace(seen["said"], named=everybody, reads=everybody)}
    [step] = shown([Fact("said", AT, "account-1", note=NOTE)], all_of_it, None)
    assert (step.by_id, step.note) == ("account-1", NOTE)
