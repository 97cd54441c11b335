"""Invariants of a case under any commands and any ticks of the clock."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.followup.reply_case import commands as c
from services.followup.reply_case.decide import REPLY_CASE
from services.followup.reply_case.state import Open
from shared.contracts import followup_reply_commands as asked
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyOverdue,
)
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ClosureNotified,
    DialogueCorrected,
    DialogueNoted,
    ExtensionNoted,
    FollowUpLetterSent,
    ReminderApproved,
    ReminderDrafted,
    ReminderProposed,
    ReminderSent,
    ReplyAttachmentAdded,
    ReplyForwardedToSource,
    SourceCommented,
    TranslationReceived,
    TranslationRequested,
)
from shared.core.actor import Actor, Asked, by_return_channel, system
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from tests.followup.cases import OPEN

TEXT = Sealed("reply-1", "x")
ACTORS = [
    system("followup"),
    by_return_channel("s-1"),
    by_return_channel("s-9"),
    *(
        Actor(
            actor_id=f"{role}/{mandate}/{state}",
            roles=frozenset({role}),
            mandates=frozenset({mandate}),
            states=frozenset({state}),
        )
        for mandate, state in (("sr-torture", "FRA"), ("wgad", "FRA"), ("sr-health", "KEN"))
        for role in (
            Role.QUICK_RESPONSE_DESK,
            Role.MANDATE_HOLDER,
            Role.MANDATE_HOLDER,  # most of what is decided is his
            Role.HUMAN_RIGHTS_OFFICER,
            Role.GOVERNMENT,
            Role.CHIEF,
            Role.NGO_MEMBER,
        )
    ),
]
LETTER = {"communication_id": st.just("c-1")}
MANDATE = st.sampled_from(["sr-torture", "wgad", "sr-health"])
REPLY = {"reply_id": st.sampled_from(["r-1", "r-2"])}
REMINDER = {"reminder_id": st.sampled_from(["m-1", "m-2"])}
UNTIL = st.sampled_from([date(2026, 2, 1), date(2026, 4, 1), date(2026, 7, 1)])
HASH = st.sampled_from(["a" * 64, "b" * 64])
commands = st.one_of(
    st.just(OPEN),
    st.builds(c.MarkOverdue, **LETTER),
    st.builds(c.ProposeReminder, **LETTER),
    st.builds(
        c.RecordFollowUpLetter,
        **LETTER,
        follow_up_id=st.just("c-2"),
        reference=st.just("AL FRA 2/2026"),
        sent_at=st.just(AT),
    ),
    st.builds(
        asked.LogReply,
        **LETTER,
        **REPLY,
        kind=st.sampled_from(["acknowledgement", "substantive", "holding"]),
        language=st.sampled_from(["fr", "tlh"]),
        confidential_by_state=st.booleans(),
        text=st.just(TEXT),
        received_at=st.sampled_from([AT - timedelta(days=2), AT, AT + timedelta(days=9)]),
    ),
    st.builds(
        asked.AddReplyAttachment,
        **LETTER,
        **REPLY,
        attachment_id=st.sampled_from(["f-1", "f-2"]),
        object_name=HASH,
        sha256=HASH,
        size=st.just(1024),
        media_type=st.just("application/pdf"),
        scanned=st.just("clean"),
        details=st.just(TEXT),
    ),
    st.builds(asked.AcknowledgeReceipt, **LETTER, received_at=st.just(AT)),
    st.builds(
        asked.RequestExtension,
        **LETTER,
        request_id=st.sampled_from(["e-1", "e-2"]),
        until=UNTIL,
        reason=st.just(TEXT),
    ),
    st.builds(
        asked.NoteDialogue,
        **LETTER,
        contact_id=st.sampled_from(["d-1", "d-2"]),
        held_on=st.sampled_from([AT.date() + timedelta(days=days) for days in (-1, 0, 9)]),
        kind=st.just("meeting"),
        with_whom=st.just(TEXT),
        said=st.just(TEXT),
    ),
    st.builds(
        asked.CorrectDialogue,
        **LETTER,
        contact_id=st.sampled_from(["d-1", "d-2", "x-1"]),
        correction_id=st.sampled_from(["x-1", "x-2"]),
        held_on=st.sampled_from([AT.date() + timedelta(days=days) for days in (-1, 0, 9)]),
        kind=st.just("meeting"),
        with_whom=st.just(TEXT),
        said=st.just(TEXT),
    ),
    st.builds(asked.NoteExtension, **LETTER, until=UNTIL),
    st.builds(asked.RequestTranslation, **LETTER, **REPLY, language=st.just("en")),
    st.builds(
        asked.RecordTranslation, **LETTER, **REPLY, language=st.just("en"), text=st.just(TEXT)
    ),
    st.builds(
        asked.AssessReply,
        **LETTER,
        **REPLY,
        mandate=MANDATE,
        scheme=st.just("cooperation"),
        value=st.sampled_from(["full", "partial", "none"]),
        rationale=st.just(TEXT),
        patterns=st.sampled_from([(), ("denial",)]),
    ),
    st.builds(asked.ForwardReplyToSource, **LETTER, **REPLY, mandate=MANDATE),
    st.builds(
        asked.CommentOnReply,
        **LETTER,
        **REPLY,
        submission_id=st.sampled_from(["s-1", "s-9"]),
        comment_id=st.sampled_from(["k-1", "k-2"]),
        text=st.just(TEXT),
    ),
    st.builds(asked.DraftReminder, **LETTER, **REMINDER, text=st.just(TEXT), content_hash=HASH),
    st.builds(asked.ApproveReminder, **LETTER, **REMINDER, mandate=MANDATE, content_hash=HASH),
    st.builds(asked.SendReminder, **LETTER, **REMINDER),
    st.builds(
        asked.CloseCase,
        **LETTER,
        mandate=MANDATE,
        outcome=st.sampled_from(["resolved", "no_reply"]),
        reasons=st.just(TEXT),
    ),
    st.builds(asked.NotifyClosure, **LETTER, to=st.sampled_from(["state", "source"])),
    st.builds(asked.ReopenCase, **LETTER, mandate=MANDATE, reason=st.just(TEXT)),
)
asks = st.lists(
    st.tuples(commands, st.sampled_from(ACTORS), st.sampled_from([0, 0, 0, 1, 9, 30])), max_size=40
)
# A case that has begun, so that less of what is asked is refused for that alone.
BEGUN = (OPEN, system("followup"), 0)


def played(asked: Sequence[tuple[Any, Actor, int]]) -> list[tuple[Any, Actor, Any]]:
    """Return (command, actor, event) of everything that happened; each ask is asked twice."""
    happened: list[tuple[Any, Actor, Any]] = []
    state, at = REPLY_CASE.initial, AT
    for command, actor, passed in [BEGUN, *asked]:
        at += timedelta(days=passed)
        for again in (False, True):
            try:
                new = REPLY_CASE.decide(command, Asked(at=at, by=actor), state)
            except Refused:
                assert _takes_replies(command, actor, state), "a reply must not be lost"
                continue
            if isinstance(command, c.ProposeReminder) and again:
                continue  # the next one may be due too
            assert not (again and new), "the same ask changed something twice"
            happened.extend((command, actor, event) for event in new)
            state = REPLY_CASE.fold(new, state)
    return happened


def _takes_replies(command: Any, actor: Actor, state: Any) -> bool:
    """Whether the refusal is allowed: a proper substantive reply is refused to nobody who may."""
    if not isinstance(command, asked.LogReply) or command.language != "fr":
        return True
    government = actor.has(Role.GOVERNMENT) and "FRA" in actor.states
    if not (government or actor.has(Role.QUICK_RESPONSE_DESK)):
        return True
    return not government and command.received_at < AT


@settings(max_examples=250)
@given(asks)
def test_a_case_is_opened_once_and_each_of_its_dates_passes_at_most_once(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    happened = [event for _, _, event in played(asked)]
    assert [isinstance(event, ReplyDue) for event in happened].count(True) == 1
    due, passed, answered, proposed = happened[0].due_at, set(), False, []
    for event in happened[1:]:
        match event:
            case ReplyOverdue():
                assert event.due_at == due
                assert due not in passed, "one overdue for each date"
                assert event.overdue_at > due
                assert not answered, "never after a substantive reply"
                passed.add(due)
            case ExtensionNoted():
                assert event.was_due_at == due < event.due_at
                due = event.due_at
            case GovernmentReplyLogged():
                answered = answered or event.kind == "substantive"
            case ReminderProposed():
                assert not answered
                proposed.append(event.number)
            case _:
                pass
    assert proposed == list(range(1, len(proposed) + 1))


@settings(max_examples=250)
@given(asks)
def test_no_reply_is_lost_and_what_is_said_of_one_is_said_by_whom_it_belongs_to(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    happened = played(asked)
    kinds: dict[str, str] = {}
    wanted: set[str] = set()
    forwarded: set[str] = set()
    comments: list[str] = []
    for _, actor, event in happened:
        match event:
            case GovernmentReplyLogged():
                assert event.reply_id not in kinds
                assert event.by_government == actor.has(Role.GOVERNMENT)
                kinds[event.reply_id] = event.kind
            case ReplyAttachmentAdded():
                assert event.reply_id in kinds
                assert event.by_government == actor.has(Role.GOVERNMENT)
            case ReplyAssessed():
                assert event.reply_id in kinds
                assert actor.has(Role.MANDATE_HOLDER)
                assert actor.serves(event.mandate)
                assert not event.patterns or event.value == "partial"
                assert (kinds[event.reply_id], event.value) != ("acknowledgement", "full")
            case TranslationRequested():
                assert event.reply_id in kinds
                wanted.add(event.reply_id)
            case TranslationReceived():
                assert event.reply_id in wanted
            case ReplyForwardedToSource():
                assert actor.has(Role.MANDATE_HOLDER)
                assert event.reply_id in set(kinds) - forwarded
                forwarded.add(event.reply_id)
            case SourceCommented():
                assert event.reply_id in forwarded
                assert actor == by_return_channel("s-1")
                comments.append(event.comment_id)
            case _:
                pass
    assert len(comments) == len(set(comments))
    case = REPLY_CASE.fold([event for _, _, event in happened])
    assert isinstance(case, Open)
    assert set(case.replies) == set(kinds)


@settings(max_examples=250)
@given(asks)
def test_a_contact_is_noted_once_on_a_day_that_can_be_and_never_for_another_mandate(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    contacts: set[str] = set()
    for _, actor, event in played(asked):
        if isinstance(event, DialogueNoted):
            assert event.contact_id not in contacts
            assert AT.date() <= event.held_on <= event.noted_at.date()
            assert actor.has(Role.QUICK_RESPONSE_DESK) or (
                actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
                and not actor.mandates.isdisjoint(OPEN.mandates)
            )
            contacts.add(event.contact_id)


@settings(max_examples=250)
@given(asks)
def test_what_was_noted_is_corrected_once_and_never_lost(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    happened = played(asked)
    holds: set[str] = set()
    noted = 0
    for _, _, event in happened:
        if isinstance(event, DialogueNoted):
            holds.add(event.contact_id)
            noted += 1
        if isinstance(event, DialogueCorrected):
            holds.remove(event.contact_id)  # an entry that held, and holds no more
            holds.add(event.correction_id)
    assert len(holds) == noted


@settings(max_examples=250)
@given(asks)
def test_no_reminder_goes_but_in_the_name_of_holders_who_approved_its_text(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    waiting: ReminderDrafted | None = None
    approved: set[str] = set()
    for _, actor, event in played(asked):
        match event:
            case ReminderDrafted():
                waiting, approved = event, set()
            case ReminderApproved():
                assert waiting is not None
                assert event.content_hash == waiting.content_hash
                assert actor.actor_id != waiting.drafted_by
                assert actor.has(Role.MANDATE_HOLDER)
                assert actor.serves(event.mandate)
                approved.add(event.mandate)
            case ReminderSent():
                assert waiting is not None
                assert event.reminder_id == waiting.reminder_id
                assert set(event.mandates) == approved
                assert approved
                waiting, approved = None, set()
            case _:
                pass


@settings(max_examples=250)
@given(asks)
def test_a_closed_case_takes_nothing_but_late_replies_their_files_and_its_reopening(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    outcome: str | None = None
    told: list[str] = []
    answered = False
    for _, actor, event in played(asked):
        assert outcome is None or isinstance(
            event,
            GovernmentReplyLogged
            | ReplyAttachmentAdded
            | CaseReopened
            | ClosureNotified
            | FollowUpLetterSent,
        )
        match event:
            case GovernmentReplyLogged(kind="substantive"):
                answered = True
            case CaseClosed():
                assert actor.has(Role.MANDATE_HOLDER)
                assert not (event.outcome == "no_reply" and answered)
                outcome, told = event.outcome, []
            case ClosureNotified():
                assert event.outcome == outcome
                assert event.to not in told
                told.append(event.to)
            case CaseReopened():
                assert actor.has(Role.MANDATE_HOLDER)
                outcome = None
            case _:
                pass


@settings(max_examples=100)
@given(st.lists(st.tuples(commands, st.sampled_from(ACTORS)), max_size=10))
def test_nothing_happens_to_what_was_never_transmitted(asked: list[tuple[Any, Actor]]) -> None:
    for command, actor in asked:
        if command == OPEN:
            continue
        try:
            events = REPLY_CASE.decide(command, Asked(at=AT, by=actor), REPLY_CASE.initial)
        except Refused:
            continue
        raise AssertionError(events)
