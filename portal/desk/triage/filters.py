"""The filters of the queue: codes only, so that an address reveals no substance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, not_, select, true

from portal.casefile.queue.tables import mandates, queue, tags
from portal.desk.triage.queues import OF_THE_DESK, QUEUES, TO_DO
from portal.desk.triage.read_model import ORDINARY, URGENT
from portal.web.i18n import names
from portal.web.i18n.texts import lazy, lazy_pgettext
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates as known_mandates
from shared.reference.triage import TAGS

URGENCIES = MappingProxyType({"urgent": lazy("Urgent"), "ordinary": lazy("Ordinary")})
ASSIGNED = MappingProxyType(
    {
        "me": lazy_pgettext("assigned to", "Me"),
        "nobody": lazy("Nobody"),
        "anyone": lazy_pgettext("assigned to", "Anyone"),
    }
)
REPRISALS = MappingProxyType({"yes": lazy("About a reprisal"), "no": lazy("Not about a reprisal")})
CHANNELS = MappingProxyType(
    {
        "portal": lazy_pgettext("came by", "Portal"),
        "api": lazy("Own system of an organisation"),
        "contact_point": lazy("NHRI contact point"),
        "letter": lazy_pgettext("came by", "Letter"),
        "email": lazy_pgettext("came by", "E-mail"),
        "telephone": lazy_pgettext("came by", "Telephone"),
    }
)
AGES = MappingProxyType(
    {
        "day": lazy("Less than a day"),
        "week": lazy("A day to a week"),
        "month": lazy("A week to a month"),
        "older": lazy("More than a month"),
    }
)
AGE_STEPS = (timedelta(0), timedelta(days=1), timedelta(days=7), timedelta(days=30))

_c = queue.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty: not filtered by. ``status`` names a queue."""

    status: str = TO_DO
    urgency: str = ""
    state: str = ""
    mandate: str = ""
    assigned: str = ""
    tag: str = ""
    age: str = ""
    reprisal: str = ""
    channel: str = ""

    @property
    def codes(self) -> dict[str, str]:
        """The filters for an address."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    @property
    def chosen(self) -> frozenset[str]:
        """By what the queue is narrowed, beside its status."""
        return frozenset(self.codes) - {"status"}

    def without(self, *names: str) -> "Filters":
        return replace(self, **dict.fromkeys(names, ""))


NAMES: Mapping[str, str] = MappingProxyType(
    {
        "urgency": lazy_pgettext("of a submission", "Urgency"),
        "state": lazy("State or area"),
        "mandate": lazy("Mandate"),
        "assigned": lazy("Assigned to"),
        "tag": lazy_pgettext("of a submission", "Tag"),
        "age": lazy_pgettext("of a submission", "Age"),
        "reprisal": lazy_pgettext("of a submission", "Reprisal"),
        "channel": lazy("Came by"),
    }
)
"""In the order of the page; ``status`` is the queue."""


def choices() -> dict[str, dict[str, str]]:
    """Return code → label, for each of ``NAMES``."""
    return {
        "urgency": dict(URGENCIES),
        "state": names.states(),
        "mandate": {one.mandate: one.acronym for one in known_mandates().values()},
        "assigned": dict(ASSIGNED),
        "tag": {code: names.word(tag) for code, tag in TAGS.items()},
        "age": dict(AGES),
        "reprisal": dict(REPRISALS),
        "channel": dict(CHANNELS),
    }


def read(args: Mapping[str, str], actor: Actor) -> Filters:
    """Return the filters of the address; an unknown code filters nothing."""
    known = choices()
    asked = {name: args.get(name, "") for name in NAMES}
    sound = {name: code for name, code in asked.items() if code in known[name]}
    return Filters(status=_queue(args.get("status", ""), actor), **sound)


def queues_for(actor: Actor) -> list[str]:
    """Return the queues of this person, the one to begin with first."""
    if actor.has(Role.QUICK_RESPONSE_DESK):
        return list(QUEUES)
    return ["triaged", *(name for name in QUEUES if name not in {*OF_THE_DESK, "triaged"})]


def conditions(filters: Filters, actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Return the conditions on rows of ``queue``, besides sight and the queue. ``at``: now."""
    made: dict[str, Callable[[str], ColumnElement[bool]]] = {
        "urgency": lambda code: _c.rank == (URGENT if code == "urgent" else ORDINARY),
        "state": lambda code: _c.state == code,
        "mandate": concerns,
        "assigned": lambda code: _assigned(code, actor),
        "tag": lambda code: _c.submission_id.in_(
            select(tags.c.submission_id).where(tags.c.tag == code)
        ),
        "age": lambda code: _of_age(code, at),
        "reprisal": lambda code: _c.reprisal if code == "yes" else not_(_c.reprisal),
        "channel": lambda code: _c.channel == code,
    }
    return and_(true(), *(made[name](filters.codes[name]) for name in filters.chosen))


def concerns(*chosen: str) -> ColumnElement[bool]:
    """It is shared with one of the mandates, or asks for one while it is not shared."""
    m = mandates.c
    return (
        select(m.submission_id)
        .where(
            m.mandate.in_(sorted(chosen)),
            m.submission_id == _c.submission_id,
            m.triage_position == _c.triage_position,
        )
        .correlate(queue)
        .exists()
    )


def _queue(name: str, actor: Actor) -> str:
    mine = queues_for(actor)
    return name if name in mine else mine[0]


def _assigned(code: str, actor: Actor) -> ColumnElement[bool]:
    match code:
        case "me":
            return _c.assignee == actor.actor_id
        case "nobody":
            return _c.assignee.is_(None)
        case _:
            return _c.assignee.is_not(None)


def _of_age(code: str, at: datetime) -> ColumnElement[bool]:
    number = list(AGES).index(code)
    youngest = at - AGE_STEPS[number]
    if number + 1 == len(AGE_STEPS):
        return _c.received_at <= youngest
    oldest = at - AGE_STEPS[number + 1]
    inside = _c.received_at > oldest
    # What comes from a clock that is ahead of ours is young all the same.
    return inside if number == 0 else and_(inside, _c.received_at <= youngest)
