"""The tables of actions. What is shown to others is in rows of its own, by what was published."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from portal.casefile.attachments import rows
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_actions import (
    ActionAbandoned,
    ActionArchived,
    ActionCompleted,
    ActionFileAdded,
    ActionFileRemoved,
    ActionPlanned,
    ActionProgressReported,
    ActionPublished,
    ActionRestored,
    ActionResumed,
    ActionRevised,
    ActionTakenBack,
    IndicatorArchived,
    IndicatorDefined,
    IndicatorReported,
    IndicatorRescheduled,
    IndicatorRestored,
    OfIndicator,
    OnAction,
    Showing,
    Written,
)
from shared.core.message import Sealed
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.actions import item_of
from shared.reference.organisations import register_id

CONSUMER = "portal.actions"

tables = MetaData()
actions = Table(
    "actions",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("owner_kind", String(10)),
    Column("owner", String(100)),
    Column("owner_is", String(100)),  # the same in one form, as the register has it
    Column("state", String(3)),
    Column("planned_at", Instant),
    Column("step", Integer),
    Column("changed", Integer),  # the step of the last change to what would be published
    Column("revision_id", String(36)),
    Column("starts_on", Date),
    Column("target_on", Date),
    Column("claim", String(10)),
    Column("percent", Integer),
    Column("report_id", String(36)),  # of the last progress
    Column("ended_for", String(36)),  # why it is abandoned, while it is
    Column("published", Integer),  # the step of it; none: a draft
    Column("taken_back", String(20)),  # why the office took it back
    Column("barred", Boolean),  # what was published last is what the office took back
    Column("texts", JSON),  # the ids of the texts that were published last
    Column("archived_at", Instant),
    Index("actions_of_owner", "owner_kind", "owner_is"),
)
links = Table(
    "actions_links",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("mandate", String(80)),
    Column("place", Integer),
    Index("actions_links_of", "recommendation_id"),
)
writers = Table(
    "actions_writers",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("item", String(60), primary_key=True),  # since it was published: see ``item_of``
    Column("account_id", String(80)),
)
texts = Table(
    "actions_texts",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("item_id", String(36), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("text", SealedText),
    Column("place", Integer),  # the step that it came with
)
indicators = Table(
    "actions_indicators",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("indicator_id", String(36), primary_key=True),
    Column("place", Integer),
    Column("baseline", String(20)),
    Column("target", String(20)),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("every_months", Integer),
    Column("archived", Boolean),
)
dues = Table(
    "actions_dues",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("indicator_id", String(36), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("since", Instant),
    Column("report_id", String(36)),
    Column("value", String(20)),
    Column("reported_at", Instant),
    Index("actions_dues_open", "report_id", "due_on"),
)
# Files beside its progress: what a fact tells of each. ``step``: of its action.
files = Table(
    "actions_files",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("attachment_id", String(36), primary_key=True),
    Column("step", Integer),
    *rows.columns(),
)
published = Table(
    "actions_published",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("owner_kind", String(10)),
    Column("owner", String(100)),
    Column("revision_id", String(36)),
    Column("starts_on", Date),
    Column("target_on", Date),
    Column("claim", String(10)),
    Column("percent", Integer),
    Column("report_id", String(36)),
    Column("published_at", Instant),
)
# Each time that it was published: the first of them is kept, whatever is published later.
publications = Table(
    "actions_publications",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("published_at", Instant),
)
published_links = Table(
    "actions_published_links",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("mandate", String(80)),
    Index("actions_published_of", "recommendation_id"),
)
measured = Table(
    "actions_measured",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("indicator_id", String(36), primary_key=True),
    Column("place", Integer),
    Column("baseline", String(20)),
    Column("target", String(20)),
)
values = Table(
    "actions_values",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("indicator_id", String(36), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("report_id", String(36)),
    Column("value", String(20)),
)
_SHOWN = (published, published_links, measured, values)


def project(told: Published) -> Iterable[Change]:
    match told.fact:
        case (
            ActionPlanned()
            | ActionRevised()
            | ActionProgressReported()
            | ActionCompleted()
            | ActionAbandoned()
            | ActionResumed()
        ) as f:
            return [*_by(f), *_written(f)]
        case (
            IndicatorDefined()
            | IndicatorRescheduled()
            | IndicatorReported()
            | IndicatorArchived()
            | IndicatorRestored()
        ) as f:
            return [*_by(f), _changed(f), *_of_indicator(f)]
        case ActionFileAdded() as f:
            return [*_by(f), _changed(f), _file(f)]
        case ActionFileRemoved() as f:
            this = (f.action_id, f.attachment_id)
            return [_head(f), Delete(files, this), Delete(writers, this)]
        case ActionPublished() | ActionTakenBack() | ActionArchived() | ActionRestored() as f:
            return _showing(f)
        case _:
            return []


def _written(f: Written) -> list[Change]:
    match f:
        case ActionPlanned() | ActionRevised():
            return _worded(f)
        case ActionProgressReported():
            went: dict[str, Any] = {"percent": f.percent, "report_id": f.report_id}
            return [_changed(f, claim="under-way", **went), *_texts(f, f.report_id, text=f.text)]
        case ActionCompleted():
            return [_changed(f, claim="done")]
        case ActionAbandoned():
            ended = _changed(f, claim="abandoned", ended_for=f.report_id)
            return [ended, *_texts(f, f.report_id, text=f.text)]
        case ActionResumed():
            return [_changed(f, claim="under-way", ended_for=None)]


def _worded(f: ActionPlanned | ActionRevised) -> list[Change]:
    plan: Mapping[str, Any] = {
        "revision_id": f.revision_id,
        "starts_on": f.starts_on,
        "target_on": f.target_on,
    }
    head: Mapping[str, Any] = {}
    if isinstance(f, ActionPlanned):
        one = register_id(f.owner) if f.owner_kind == "nhri" else f.owner
        whose = {"owner_kind": f.owner_kind, "owner": f.owner, "owner_is": one, "state": f.state}
        head = {**whose, "planned_at": f.done_at, "claim": "planned"}
    linked = [
        Put(links, (f.action_id, one.recommendation_id), {"mandate": one.mandate, "place": at})
        for at, one in enumerate(f.links)
    ]
    said = {"title": f.title, "details": f.details, "budget": f.budget, "target": f.target_text}
    all_texts = _texts(f, f.revision_id, **said)
    return [_changed(f, **head, **plan), Delete(links, (f.action_id,)), *linked, *all_texts]


def _of_indicator(f: OfIndicator) -> list[Change]:
    this = (f.action_id, f.indicator_id)
    match f:
        case IndicatorDefined():
            numbers = {"baseline": f.baseline, "target": f.target}
            whole: dict[str, Any] = {"place": f.step, "archived": False, **numbers, **_schedule(f)}
            named = _texts(f, f.indicator_id, title=f.title, unit=f.unit)
            return [Put(indicators, this, whole), *named, *_due(f)]
        case IndicatorRescheduled():
            dropped = [Delete(dues, (*this, day)) for day in f.dropped]
            return [Put(indicators, this, _schedule(f)), *dropped, *_due(f)]
        case IndicatorReported():
            said = {"report_id": f.report_id, "value": f.value, "reported_at": f.done_at}
            return [Put(dues, (*this, f.due_on), said), *_texts(f, f.report_id, text=f.text)]
        case IndicatorArchived():
            return [Put(indicators, this, {"archived": True})]
        case IndicatorRestored():
            return [Put(indicators, this, {"archived": False})]


def _schedule(f: IndicatorDefined | IndicatorRescheduled) -> Mapping[str, Any]:
    days = {"starts_on": f.starts_on, "ends_on": f.ends_on}
    return {**days, "every_months": f.every_months}


def _due(f: IndicatorDefined | IndicatorRescheduled) -> list[Change]:
    """Put each day that stands; what was reported for one of them stays there."""
    key = (f.action_id, f.indicator_id)
    return [Put(dues, (*key, day), {"since": f.done_at}) for day in f.due_days]


def _showing(f: Showing) -> list[Change]:
    away: list[Change] = [Delete(table, (f.action_id,)) for table in _SHOWN]
    match f:
        case ActionPublished():
            kept: dict[str, Any] = {"texts": _text_ids(f), "barred": False}
            nobody = Delete(writers, (f.action_id,))
            when = Put(publications, (f.action_id, f.step), {"published_at": f.done_at})
            return [_head(f, published=f.step, **kept), nobody, when, *away, *_shown(f)]
        case ActionTakenBack():
            office: dict[str, Any] = (
                {} if f.reason == "owner" else {"taken_back": f.reason, "barred": True}
            )
            return [_head(f, published=None, **office), *away]
        case ActionArchived():
            return [_head(f, published=None, archived_at=f.done_at), *away]
        case ActionRestored():
            return [_head(f, archived_at=None)]


def _shown(f: ActionPublished) -> list[Change]:
    whose = {"owner_kind": f.owner_kind, "owner": f.owner, "published_at": f.done_at}
    plan = {"revision_id": f.revision_id, "starts_on": f.starts_on, "target_on": f.target_on}
    claim = {"claim": f.claim, "percent": f.percent, "report_id": f.report_id}
    this = f.action_id
    found: list[Change] = [Put(published, (this,), {**whose, **plan, **claim})]
    found += [
        Put(published_links, (this, link.recommendation_id), {"mandate": link.mandate})
        for link in f.links
    ]
    for at, one in enumerate(f.indicators):
        numbers = {"place": at, "baseline": one.baseline, "target": one.target}
        found.append(Put(measured, (this, one.indicator_id), numbers))
        found += [
            Put(
                values,
                (this, one.indicator_id, report.due_on),
                {"report_id": report.report_id, "value": report.value},
            )
            for report in one.reports
        ]
    return found


def _file(f: ActionFileAdded) -> Put:
    values = {"step": f.step, **rows.values(f, at=f.done_at)}
    return Put(files, (f.action_id, f.attachment_id), values)


def _texts(f: OnAction, item_id: str, **said: Sealed | None) -> list[Change]:
    return [
        Put(texts, (f.action_id, item_id, name), {"text": text, "place": f.step})
        for name, text in said.items()
        if text is not None
    ]


def _head(f: OnAction, **also: Any) -> Put:
    return Put(actions, (f.action_id,), {"step": f.step, **also})


def _changed(f: OnAction, **also: Any) -> Put:
    return _head(f, changed=f.step, **also)


def _by(f: Written | OfIndicator | ActionFileAdded) -> list[Change]:
    item = item_of(f)
    return [Put(writers, (f.action_id, item), {"account_id": f.done_by})] if item else []


def _text_ids(f: ActionPublished) -> list[str]:
    values = [report.report_id for one in f.indicators for report in one.reports]
    own = [f.revision_id, *([f.report_id] if f.report_id else [])]
    return [*own, *(one.indicator_id for one in f.indicators), *values]


ACTIONS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
