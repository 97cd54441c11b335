"""Links to the actions that a person can take on a case; the deciders make the final rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.casefile.replies.cases import Case
from portal.followup.replies.file import Reminder, Reply
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    label: str
    endpoint: str
    args: Mapping[str, str] = field(default_factory=dict)


def offers(actor: Actor, case: Case) -> Sequence[Offer]:
    """Return the actions on the case as a whole."""
    return [offer for offer, holds in _ON_THE_CASE if holds(actor, case)]


def notes_contacts(actor: Actor, case: Case) -> bool:
    """Whether this person notes contacts with the Government, and corrects what was noted."""
    return _signatory(actor, case) and case.closed_at is None


def on_reply(actor: Actor, case: Case, reply: Reply) -> Sequence[Offer]:
    if case.closed_at:
        return []
    this = {"reply_id": reply.reply_id}
    found = []
    if _holder(actor, case):
        again = any(one.mandate in actor.mandates for one in reply.grades)
        label = gettext("Assess this reply again") if again else gettext("Assess this reply")
        found.append(Offer(label=label, endpoint="replies.holder.assess", args=this))
        if reply.forwarded_at is None:
            label = gettext("Forward this reply to the source")
            found.append(Offer(label=label, endpoint="replies.holder.forward", args=this))
    if _desk(actor):
        label = gettext("Ask for a translation")
        found.append(Offer(label=label, endpoint="replies.desk.translate", args=this))
    return found


def on_reminder(actor: Actor, case: Case, reminder: Reminder) -> Sequence[Offer]:
    if reminder.sent_at or case.closed_at or case.answered_at:
        return []
    this = {"reminder_id": reminder.reminder_id}
    found = []
    missing = set(case.mandates) - set(reminder.approved_by)
    mine = _holder(actor, case) and not actor.mandates.isdisjoint(missing)
    if mine and reminder.drafted_by != actor.actor_id:
        label = gettext("Approve this reminder")
        found.append(Offer(label=label, endpoint="replies.holder.approve", args=this))
    if reminder.approved_by and (_desk(actor) or _officer(actor, case)):
        label = gettext("Send this reminder")
        found.append(Offer(label=label, endpoint="replies.officer.send", args=this))
    return found


def _desk(actor: Actor, _: Case | None = None) -> bool:
    return actor.has(Role.QUICK_RESPONSE_DESK)


def _officer(actor: Actor, case: Case) -> bool:
    return actor.has(Role.HUMAN_RIGHTS_OFFICER) and not actor.mandates.isdisjoint(case.mandates)


def _holder(actor: Actor, case: Case) -> bool:
    return actor.has(Role.MANDATE_HOLDER) and not actor.mandates.isdisjoint(case.mandates)


def _outside(actor: Actor, case: Case) -> bool:
    return _desk(actor) or case.sight.government


def _signatory(actor: Actor, case: Case) -> bool:
    return _desk(actor) or _officer(actor, case) or _holder(actor, case)


def _waits(case: Case) -> bool:
    return case.closed_at is None and case.answered_at is None


_ON_THE_CASE: Sequence[tuple[Offer, Callable[[Actor, Case], Any]]] = (
    (
        Offer(label=lazy("Log a reply"), endpoint="replies.parties.log"),
        lambda actor, _: _desk(actor),
    ),
    (
        Offer(label=lazy("File a reply"), endpoint="replies.parties.log"),
        lambda actor, case: case.sight.government and not _desk(actor),
    ),
    (
        Offer(
            label=lazy("Acknowledge receipt of the letter"), endpoint="replies.parties.acknowledge"
        ),
        lambda actor, case: (
            _outside(actor, case) and case.closed_at is None and case.arrived_at is None
        ),
    ),
    (
        Offer(label=lazy("Ask for more time"), endpoint="replies.parties.more_time"),
        lambda actor, case: _outside(actor, case) and _waits(case),
    ),
    (
        Offer(label=lazy("Note an extension"), endpoint="replies.officer.extend"),
        lambda actor, case: _officer(actor, case) and _waits(case),
    ),
    (
        Offer(label=lazy("Write a reminder"), endpoint="replies.officer.remind"),
        lambda actor, case: _officer(actor, case) and _waits(case),
    ),
    (
        Offer(label=lazy("Write a follow-up letter"), endpoint="replies.officer.follow_up"),
        lambda actor, case: _officer(actor, case) and case.closed_at is None,
    ),
    (
        Offer(label=lazy("Note a contact with the Government"), endpoint="replies.dialogue.note"),
        notes_contacts,
    ),
    (
        # An extension moves the reply and not the embargo, unless a holder decides so.
        Offer(label=lazy("Move the embargo too"), endpoint="publication.embargo"),
        lambda actor, case: _holder(actor, case) and case.extended_at and _waits(case),
    ),
    (
        Offer(label=lazy("Close the case"), endpoint="replies.holder.close"),
        lambda actor, case: _holder(actor, case) and case.closed_at is None,
    ),
    (
        Offer(label=lazy("Reopen the case"), endpoint="replies.holder.reopen"),
        lambda actor, case: _holder(actor, case) and case.closed_at,
    ),
    (
        Offer(
            label=lazy("Notify the State of the closure"),
            endpoint="replies.officer.tell",
            args={"to": "state"},
        ),
        lambda actor, case: (
            (_desk(actor) or _officer(actor, case)) and case.closed_at and not case.state_told_at
        ),
    ),
    (
        Offer(
            label=lazy("Notify the source of the closure"),
            endpoint="replies.officer.tell",
            args={"to": "source"},
        ),
        lambda actor, case: (
            (_desk(actor) or _officer(actor, case)) and case.closed_at and not case.source_told_at
        ),
    ),
)
