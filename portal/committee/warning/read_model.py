"""The tables of early warning: versions of rules, alerts with their steps, and pins.

What a desk officer reads of an alert stands apart (``desk_``): it is without reprisals (R15).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_alerts import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    AlertRaised,
    AlertReferred,
    AlertRose,
    AlertRuleAdopted,
    AlertRuleSuspended,
    AlertStepTakenBack,
    AlertWatched,
    ReferencePinned,
)
from shared.core.geneva import start_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.early_warning import WINDOW

CONSUMER = "portal.alerts"
_DAY: Final = timedelta(days=1)

tables = MetaData()
rules = Table(
    "alerts_rules",
    tables,
    Column("rule", String(20), primary_key=True),  # its series
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("floor", Integer),
    Column("least", String(10)),
    Column("quiet", Integer),  # days
    Column("reason", SealedText),
    Column("weeks", Integer),  # of the history in which it was tried
    Column("raised", Integer),
    Column("false", Float),  # alarms a year, in invented counts; the next two likewise
    Column("share", Float),
    Column("delay", Integer),  # weeks
    Column("adopted_by", String(80)),
    Column("adopted_at", Instant),
    Column("suspended_at", Instant),
)
alerts = Table(
    "alerts_alerts",
    tables,
    Column("alert_id", String(36), primary_key=True),
    Column("rule", String(20)),
    Column("version", Integer),
    Column("state", String(3)),
    Column("on", Date),  # the last day of the window
    Column("level", String(10)),
    Column("usual", Integer),  # the least number of the band; so is now
    Column("now", Integer),
    Column("desk_level", String(10)),  # none: not for the desk of the State
    Column("desk_now", Integer),
    Column("desk_on", Date),
    Column("desk_told_at", Instant),
    Column("desk_stage", String(15)),  # a rise by reprisals alone changes nothing of these
    Column("desk_code", String(20)),
    Column("desk_stage_at", Instant),
    Column("desk_handler", String(80)),
    Column("doubtful", Boolean),
    Column("stage", String(15)),  # raised, acknowledged, referred, watched, dismissed, closed
    Column("code", String(20)),  # to whom it was referred, or why it was dismissed
    Column("raised_at", Instant),
    Column("told_at", Instant),  # when it was raised, or rose last
    Column("stage_at", Instant),
    Column("handler", String(80)),  # who took the last step
    Column("since", Instant),  # the window: from here on, and before until
    Column("until", Instant),
    Index("alerts_alerts_open", "stage", "told_at"),
    Index("alerts_alerts_state", "state"),
)
steps = Table(
    "alerts_steps",
    tables,
    Column("alert_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(15)),  # the stages, rose, taken-back
    Column("level", String(10)),
    Column("now", Integer),
    Column("desk", Boolean),  # the desk of the State reads of it
    Column("whose", String(10)),  # of a step somebody took: both, committee, desk
    Column("desk_level", String(10)),
    Column("desk_now", Integer),
    Column("code", String(20)),  # or the stage that it went back to
    Column("desk_code", String(20)),  # to the desk of the State, where that is another
    Column("by_id", String(80)),
    Column("at", Instant),
)
pins = Table(
    "alerts_pins",
    tables,
    Column("rule", String(20), primary_key=True),
    Column("state", String(3), primary_key=True),
    Column("until", Date),  # none: the usual baseline
    Column("reason_code", String(20)),
    Column("pinned_by", String(80)),
    Column("pinned_at", Instant),
)


def project(published: Published) -> Iterable[Change]:  # one case for each fact
    fact: Any = published.fact
    number = published.position
    match fact:
        case AlertRuleAdopted():
            return [_adopted(fact)]
        case AlertRuleSuspended():
            gone = {"suspended_at": fact.suspended_at}
            return [Put(rules, (fact.rule, fact.version), gone)]
        case AlertRaised():
            raised = {"raised_at": fact.raised_at, "doubtful": fact.doubtful, "state": fact.state}
            return _told(fact, number, "raised", fact.raised_at, rule=fact.rule, **raised)
        case AlertRose():
            return _told(fact, number, "rose", fact.rose_at)
        case AlertAcknowledged():
            at = fact.acknowledged_at
            return _step(fact, number, "acknowledged", fact.acknowledged_by, at, code=None)
        case AlertReferred():
            return _step(fact, number, "referred", fact.referred_by, fact.referred_at, code=fact.to)
        case AlertWatched():
            return _step(fact, number, "watched", fact.watched_by, fact.watched_at, code=None)
        case AlertDismissed():
            by, at = fact.dismissed_by, fact.dismissed_at
            return _step(fact, number, "dismissed", by, at, code=fact.reason_code)
        case AlertClosed():
            return _step(fact, number, "closed", fact.closed_by, fact.closed_at)
        case AlertStepTakenBack():
            return _taken_back(fact, number)
        case ReferencePinned():
            pin = {"until": fact.until, "reason_code": fact.reason_code}
            who = {"pinned_by": fact.pinned_by, "pinned_at": fact.pinned_at}
            return [Put(pins, (fact.rule, fact.state), {**pin, **who})]
        case _:
            return []


def _adopted(f: AlertRuleAdopted) -> Put:
    values = {
        "floor": f.floor,
        "least": f.least,
        "quiet": f.quiet,
        "reason": f.reason,
        "weeks": f.tested.weeks,
        "raised": f.tested.raised,
        "false": f.tested.false,
        "share": f.tested.share,
        "delay": f.tested.delay,
        "adopted_by": f.adopted_by,
        "adopted_at": f.adopted_at,
        "suspended_at": None,
    }
    return Put(rules, (f.rule, f.version), values)


def _told(f: Any, number: int, kind: str, at: object, **also: object) -> list[Change]:
    """What the desk read before stays where a rise is not for it."""
    desk = {
        "desk_level": f.open_level,
        "desk_now": f.open_now,
        "desk_on": f.on,
        "desk_told_at": at if f.open_level else None,
        **_for_desk(stage="raised", code=None, stage_at=at, handler=None),
    }
    values = {
        "version": f.version,
        "on": f.on,
        "since": start_of(f.on - (WINDOW - 1) * _DAY),
        "until": start_of(f.on + _DAY),
        "level": f.level,
        "usual": f.usual,
        "now": f.now,
        "stage": "raised",
        "code": None,
        "told_at": at,
        "stage_at": at,
        "handler": None,
        **(desk if f.open_level or kind == "raised" else {}),
        **also,
    }
    step = {
        "level": f.level,
        "now": f.now,
        "desk": f.open_level is not None,
        "desk_level": f.open_level,
        "desk_now": f.open_now if f.open_level else None,
    }
    return [
        Put(alerts, (f.alert_id,), values),
        Put(steps, (f.alert_id, number), {"kind": kind, "at": at, **step}),
    ]


def _for_desk(**values: object) -> dict[str, object]:
    return {f"desk_{name}": value for name, value in values.items()}


def _step(f: Any, number: int, stage: str, by: str, at: object, **code: object) -> list[Change]:
    values: dict[str, object] = {"stage": stage, "stage_at": at, "handler": by, **code}
    step = {"kind": stage, "by_id": by, "at": at, **code}
    return _stepped(f, number, step, values, values)


def _taken_back(f: AlertStepTakenBack, number: int) -> list[Change]:
    by, at = f.taken_back_by, f.taken_back_at
    values: dict[str, object] = {"stage_at": at, "handler": by, "stage": f.stage, "code": f.code}
    other = {"stage": f.desk_stage, "code": f.desk_code} if f.desk_stage else {}
    step = {"kind": "taken-back", "by_id": by, "at": at, "code": f.stage}
    if f.desk_stage:
        step["desk_code"] = f.desk_stage
    return _stepped(f, number, step, values, {**values, **other})


def _stepped(
    f: Any,
    number: int,
    step: dict[str, object],
    values: dict[str, object],
    of_desk: dict[str, object],
) -> list[Change]:
    """Change what those read whose alert it is; only a step of the Committee alone is hidden."""
    theirs = dict(values) if f.whose != "desk" else {}
    theirs |= _for_desk(**of_desk) if f.whose != "committee" else {}
    kept = {**step, "desk": f.whose != "committee", "whose": f.whose}
    return [Put(alerts, (f.alert_id,), theirs), Put(steps, (f.alert_id, number), kept)]


ALERTS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
