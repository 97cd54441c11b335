"""Embargo and publication: nothing is public before the date and the approval of its text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.followup.publication.commands import (
    LETTER,
    EndEmbargo,
    NoteGrade,
    NoteReply,
    NoteTranslation,
    SetEmbargo,
)
from services.followup.publication.decide import PUBLICATION
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EarlyPublicationDecided,
    EmbargoEnded,
    EmbargoMoved,
    EmbargoSet,
    GradeAwaitsPublication,
    PublicationWithdrawn,
    RedactionApproved,
    ReplyAwaitsPublication,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationAwaitsPublication,
    TranslationPublished,
)
from shared.contracts.followup_publication_commands import (
    DecideEarlyPublication,
    MoveEmbargo,
    PublishDocument,
    WithdrawPublication,
)
from shared.core.actor import Actor, system
from shared.core.commitment import committed
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

OFFICER = Actor(actor_id="pub-1", roles=frozenset({Role.PUBLICATION_OFFICER}))
HOLDER = Actor(
    actor_id="holder-1",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-torture", "sr-health"}),
)
OTHER_HOLDER = Actor(
    actor_id="holder-2", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
STRANGER = Actor(
    actor_id="holder-3", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-food"})
)
POLICY, CLOCK, PUBLISHER = system("followup"), system("clock"), system("publisher")
WHY = Sealed("communication-c-1", "why")
UNTIL = datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC)  # the end of that day in Geneva
OVER = UNTIL + timedelta(seconds=1)
TEXT, ANSWER = "We are concerned about [redacted].", "The person was released."
TRANSLATED = "[redacted] was released."

SET = EmbargoSet(
    communication_id="c-1",
    reference="AL FRA 3/2026",
    type="AL",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    transmitted_at=AT,
    embargo_until=UNTIL,
)
ENDED = EmbargoEnded(
    communication_id="c-1",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    early=False,
    ended_at=OVER,
)
REPLY = ReplyAwaitsPublication(
    communication_id="c-1",
    reply_id="r-1",
    kind="substantive",
    language="fr",
    confidential_by_state=False,
    received_at=AT + timedelta(days=20),
)
SECRET = replace(REPLY, reply_id="r-2", confidential_by_state=True)
PUBLISHED = CommunicationPublished(
    communication_id="c-1",
    edition=1,
    reference="AL FRA 3/2026",
    type="AL",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    transmitted_at=AT,
    text=TEXT,
    published_at=OVER,
)
REPLY_PUBLISHED = ReplyPublished(
    communication_id="c-1",
    reply_id="r-1",
    kind="substantive",
    language="fr",
    received_at=REPLY.received_at,
    text=ANSWER,
    published_at=OVER,
)
TRANSLATION = TranslationAwaitsPublication(
    communication_id="c-1", reply_id="r-1", language="en", received_at=AT
)
TRANSLATION_PUBLISHED = TranslationPublished(
    communication_id="c-1",
    reply_id="r-1",
    language="en",
    received_at=AT,
    text=TRANSLATED,
    published_at=OVER,
)
WITHHELD = ReplyWithheld(
    communication_id="c-1",
    reply_id="r-2",
    kind="substantive",
    received_at=SECRET.received_at,
    withheld_at=OVER,
)
WITHDRAWN = PublicationWithdrawn(
    communication_id="c-1",
    transmitted_at=AT,
    mandates=("sr-torture", "wgad"),
    replies=("r-1",),
    reason="danger",
    note=WHY,
    withdrawn_by="pub-1",
    withdrawn_at=OVER,
)
PUBLISH = PublishDocument(communication_id="c-1", document=LETTER, text=TEXT)
PUBLISH_REPLY = PublishDocument(communication_id="c-1", document="r-1", text=ANSWER)
PUBLISH_TRANSLATION = PublishDocument(communication_id="c-1", document="r-1-en", text=TRANSLATED)
GRADE = NoteGrade(
    communication_id="c-1", reply_id="r-1", mandate="wgad", scheme="cooperation", value="partial"
)
GRADED = GradeAwaitsPublication(
    communication_id="c-1", reply_id="r-1", mandate="wgad", scheme="cooperation", value="partial"
)
WITHDRAW = WithdrawPublication(communication_id="c-1", reason="danger", note=WHY)


def approved(document: str, text: str, salt: str = "") -> RedactionApproved:
    return RedactionApproved(
        communication_id="c-1",
        document=document,
        redactions=(),
        rendition=WHY,
        rendition_hash=committed(text, salt),
        approved_by="pub-1",
        approved_at=AT,
    )


LETTER_APPROVED, REPLY_APPROVED = approved(LETTER, TEXT), approved("r-1", ANSWER)


@pytest.mark.parametrize("days", [60, 2])
def test_a_transmitted_letter_is_under_embargo_to_the_end_of_a_day_in_geneva(days: int) -> None:
    command = SetEmbargo(
        communication_id="c-1",
        reference="AL FRA 3/2026",
        type="AL",
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        transmitted_at=AT,
        embargo_days=days,
    )
    until = UNTIL - timedelta(days=60 - days)
    given(PUBLICATION).when(command, by=POLICY).then(replace(SET, embargo_until=until))
    given(PUBLICATION, SET).when(command, by=POLICY).then_nothing()


def test_nothing_can_be_asked_about_a_letter_that_was_never_transmitted() -> None:
    given(PUBLICATION).when(PUBLISH, by=PUBLISHER).then_refused("No such communication")
    assert PUBLICATION.fold([ENDED]) == PUBLICATION.initial


def test_the_embargo_ends_once_and_not_before_its_date() -> None:
    end = EndEmbargo(communication_id="c-1")
    given(PUBLICATION, SET).when(end, by=CLOCK, at=UNTIL).then_refused("not ended yet")
    given(PUBLICATION, SET).when(end, by=CLOCK, at=OVER).then(ENDED)
    given(PUBLICATION, SET, ENDED).when(end, by=CLOCK, at=OVER).then_nothing()


def test_a_holder_moves_the_embargo_to_a_later_day_with_a_reason() -> None:
    later = UNTIL + timedelta(days=30)
    move = MoveEmbargo(
        communication_id="c-1", mandate="sr-torture", embargo_until=later, reason=WHY
    )
    moved = EmbargoMoved(
        communication_id="c-1",
        mandate="sr-torture",
        embargo_until=later,
        reason=WHY,
        moved_by="holder-1",
        moved_at=AT,
    )
    given(PUBLICATION, SET).when(move, by=HOLDER).then(moved)
    given(PUBLICATION, SET, moved).when(move, by=HOLDER).then_nothing()
    given(PUBLICATION, SET, moved).when(
        EndEmbargo(communication_id="c-1"), by=CLOCK, at=OVER
    ).then_refused("not ended yet")
    given(PUBLICATION, SET, ENDED).when(move, by=HOLDER).then_refused("over")
    earlier = replace(move, embargo_until=UNTIL - timedelta(days=1))
    given(PUBLICATION, SET).when(earlier, by=HOLDER).then_refused("later day")
    naive = replace(move, embargo_until=later.replace(tzinfo=None))
    given(PUBLICATION, SET).when(naive, by=HOLDER).then_refused("time zone")


@pytest.mark.parametrize("by", [OFFICER, STRANGER, POLICY])
def test_nobody_but_a_holder_who_signed_moves_it_or_publishes_early(by: Actor) -> None:
    later = UNTIL + timedelta(days=30)
    for command in (
        MoveEmbargo(communication_id="c-1", mandate="wgad", embargo_until=later, reason=WHY),
        DecideEarlyPublication(communication_id="c-1", mandate="wgad", reason=WHY),
    ):
        given(PUBLICATION, SET).when(command, by=by).then_forbidden()


def test_a_mandate_that_did_not_sign_decides_nothing() -> None:
    decide = DecideEarlyPublication(communication_id="c-1", mandate="sr-health", reason=WHY)
    given(PUBLICATION, SET).when(decide, by=HOLDER).then_refused("did not sign")


def test_early_publication_takes_the_decision_of_every_signing_mandate() -> None:
    first = DecideEarlyPublication(communication_id="c-1", mandate="sr-torture", reason=WHY)
    decided = EarlyPublicationDecided(
        communication_id="c-1",
        mandate="sr-torture",
        reason=WHY,
        decided_by="holder-1",
        decided_at=AT,
    )
    given(PUBLICATION, SET).when(first, by=HOLDER).then(decided)
    given(PUBLICATION, SET, decided).when(first, by=HOLDER).then_nothing()
    given(PUBLICATION, SET, decided, LETTER_APPROVED).when(PUBLISH, by=PUBLISHER).then_refused(
        "not ended"
    )
    second = replace(first, mandate="wgad")
    given(PUBLICATION, SET, decided).when(second, by=OTHER_HOLDER).then(
        replace(decided, mandate="wgad", decided_by="holder-2"),
        replace(ENDED, early=True, ended_at=AT),
    )
    given(PUBLICATION, SET, ENDED).when(first, by=HOLDER).then_nothing()


def test_a_letter_is_published_when_the_embargo_is_over_and_its_rendition_approved() -> None:
    given(PUBLICATION, SET, LETTER_APPROVED).when(PUBLISH, by=PUBLISHER, at=UNTIL).then_refused(
        "not ended"
    )
    given(PUBLICATION, SET, ENDED).when(PUBLISH, by=PUBLISHER, at=OVER).then_refused(
        "not the one that a publication officer approved"
    )
    history = (SET, ENDED, LETTER_APPROVED)
    given(PUBLICATION, *history).when(PUBLISH, by=PUBLISHER, at=OVER).then(PUBLISHED)
    given(PUBLICATION, *history, PUBLISHED).when(PUBLISH, by=PUBLISHER, at=OVER).then_nothing()


def test_no_other_words_than_those_approved_are_published() -> None:
    original = replace(PUBLISH, text="We are concerned about Ana Pérez.")
    given(PUBLICATION, SET, ENDED, LETTER_APPROVED).when(original, by=OFFICER).then_refused(
        "not the one"
    )


def test_a_rendition_is_published_by_the_salt_of_its_hash_and_by_no_other() -> None:
    history = (SET, ENDED, approved(LETTER, TEXT, "salt"))
    publish = replace(PUBLISH, salt="salt")
    given(PUBLICATION, *history).when(publish, by=PUBLISHER, at=OVER).then(PUBLISHED)
    for wrong in (PUBLISH, replace(PUBLISH, salt="other"), replace(publish, text="Ana Pérez")):
        given(PUBLICATION, *history).when(wrong, by=PUBLISHER, at=OVER).then_refused(
            "is not the one"
        )


def test_what_was_approved_before_there_were_salts_is_published_too() -> None:
    publish = replace(PUBLISH, salt="salt")
    given(PUBLICATION, SET, ENDED, LETTER_APPROVED).when(publish, by=PUBLISHER, at=OVER).then(
        PUBLISHED
    )


def test_a_reply_becomes_public_after_its_letter() -> None:
    history = (SET, ENDED, REPLY, REPLY_APPROVED)
    given(PUBLICATION, *history).when(PUBLISH_REPLY, by=PUBLISHER, at=OVER).then_refused(
        "after its letter"
    )
    given(PUBLICATION, *history, LETTER_APPROVED, PUBLISHED).when(
        PUBLISH_REPLY, by=PUBLISHER, at=OVER
    ).then(REPLY_PUBLISHED)


def test_a_confidential_reply_gets_a_placeholder_with_the_letter_or_later() -> None:
    given(PUBLICATION, SET, SECRET, REPLY, ENDED, LETTER_APPROVED).when(
        PUBLISH, by=PUBLISHER, at=OVER
    ).then(PUBLISHED, WITHHELD)
    note = NoteReply(
        communication_id="c-1",
        reply_id="r-2",
        kind="substantive",
        language="fr",
        confidential_by_state=True,
        received_at=SECRET.received_at,
    )
    history = (SET, ENDED, LETTER_APPROVED, PUBLISHED)
    given(PUBLICATION, SET).when(note, by=POLICY).then(SECRET)
    given(PUBLICATION, SET, SECRET).when(note, by=POLICY).then_nothing()
    given(PUBLICATION, *history).when(note, by=POLICY, at=OVER).then(SECRET, WITHHELD)


def test_a_translation_becomes_public_after_its_reply_in_the_words_approved() -> None:
    history = (SET, ENDED, REPLY, TRANSLATION, LETTER_APPROVED, PUBLISHED, REPLY_APPROVED)
    both = (*history, REPLY_PUBLISHED)
    approval = approved("r-1-en", TRANSLATED)
    given(PUBLICATION, *history, approval).when(
        PUBLISH_TRANSLATION, by=PUBLISHER, at=OVER
    ).then_refused("after its reply")
    given(PUBLICATION, *both).when(PUBLISH_TRANSLATION, by=PUBLISHER, at=OVER).then_refused(
        "not the one"
    )
    given(PUBLICATION, *both, approval).when(PUBLISH_TRANSLATION, by=PUBLISHER, at=OVER).then(
        TRANSLATION_PUBLISHED
    )
    given(PUBLICATION, *both, approval, TRANSLATION_PUBLISHED).when(
        PUBLISH_TRANSLATION, by=PUBLISHER, at=OVER
    ).then_nothing()


def test_of_a_confidential_or_unknown_reply_no_translation_awaits_publication() -> None:
    note = NoteTranslation(communication_id="c-1", reply_id="r-1", language="en", received_at=AT)
    given(PUBLICATION, SET, REPLY).when(note, by=POLICY).then(TRANSLATION)
    given(PUBLICATION, SET, REPLY, TRANSLATION).when(note, by=POLICY).then_nothing()
    given(PUBLICATION, SET).when(note, by=POLICY).then_nothing()
    given(PUBLICATION, SET, SECRET).when(replace(note, reply_id="r-2"), by=POLICY).then_nothing()


def test_what_is_taken_back_takes_its_translations_along() -> None:
    history = (SET, ENDED, REPLY, TRANSLATION, LETTER_APPROVED, PUBLISHED)
    gone = replace(WITHDRAWN, translations=("r-1-en",))
    given(PUBLICATION, *history).when(WITHDRAW, by=OFFICER, at=OVER).then(gone)
    given(PUBLICATION, *history, approved("r-1-en", TRANSLATED), gone).when(
        PUBLISH_TRANSLATION, by=PUBLISHER, at=OVER
    ).then_refused("not the one")


def test_a_grade_is_published_with_its_reply_and_one_given_later_at_once() -> None:
    shown = (SET, ENDED, LETTER_APPROVED, PUBLISHED, REPLY_APPROVED)
    grade = ReplyGradePublished(
        communication_id="c-1",
        reply_id="r-1",
        mandate="wgad",
        scheme="cooperation",
        value="partial",
        published_at=OVER,
    )
    given(PUBLICATION, SET).when(GRADE, by=POLICY).then_nothing()
    given(PUBLICATION, SET, REPLY).when(GRADE, by=POLICY).then(GRADED)
    given(PUBLICATION, SET, REPLY, GRADED).when(GRADE, by=POLICY).then_nothing()
    other = replace(GRADED, reply_id="r-2")
    given(PUBLICATION, *shown, REPLY, SECRET, GRADED, other).when(
        PUBLISH_REPLY, by=PUBLISHER, at=OVER
    ).then(REPLY_PUBLISHED, grade)
    given(PUBLICATION, *shown, REPLY, REPLY_PUBLISHED).when(GRADE, by=POLICY, at=OVER).then(grade)


def test_the_grade_of_a_withheld_reply_stays_inside() -> None:
    history = (SET, ENDED, SECRET, LETTER_APPROVED, PUBLISHED, WITHHELD)
    given(PUBLICATION, *history).when(replace(GRADE, reply_id="r-2"), by=POLICY).then(
        replace(GRADED, reply_id="r-2")
    )
