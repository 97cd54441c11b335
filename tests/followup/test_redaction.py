"""Redactions: by whom, where, why; any change voids the approval."""

from dataclasses import replace
from hashlib import sha256

import pytest

from services.followup.publication.commands import LETTER
from services.followup.publication.decide import PUBLICATION
from services.followup.publication.redaction import MOST
from shared.contracts.followup_publication import (
    NamesAllowed,
    RedactionApprovalVoided,
    RedactionApproved,
    RedactionMade,
    RedactionRemoved,
)
from shared.contracts.followup_publication_commands import (
    AllowNames,
    ApproveRedaction,
    MakeRedactions,
    Redaction,
    RemoveRedactions,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup.test_publication import (
    ENDED,
    HOLDER,
    OFFICER,
    PUBLISHED,
    REPLY,
    SECRET,
    SET,
    STRANGER,
    TRANSLATION,
    WHY,
)

HRO = Actor(
    actor_id="hro-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"wgad"}),
)
OTHER_HRO = replace(HRO, mandates=frozenset({"sr-food"}))
HASH = sha256(b"We are concerned about [redacted].").hexdigest()
ONE = Redaction(redaction_id="x-1", start=23, end=32, form="removed", reason="no_consent")
MAKE = MakeRedactions(communication_id="c-1", document=LETTER, redactions=(ONE,))
MADE = RedactionMade(
    communication_id="c-1",
    document=LETTER,
    redaction_id="x-1",
    start=23,
    end=32,
    form="removed",
    reason="no_consent",
    made_by="hro-1",
    made_at=AT,
)
REMOVE = RemoveRedactions(communication_id="c-1", document=LETTER, redactions=("x-1", "x-1", "?"))
REMOVED = RedactionRemoved(
    communication_id="c-1", document=LETTER, redaction_id="x-1", removed_by="hro-1", removed_at=AT
)
APPROVE = ApproveRedaction(
    communication_id="c-1",
    document=LETTER,
    redactions=("x-1",),
    rendition=WHY,
    rendition_hash=HASH,
    source_findings=0,
    name_findings=0,
)
APPROVED = RedactionApproved(
    communication_id="c-1",
    document=LETTER,
    redactions=("x-1",),
    rendition=WHY,
    rendition_hash=HASH,
    approved_by="pub-1",
    approved_at=AT,
)
VOIDED = RedactionApprovalVoided(communication_id="c-1", document=LETTER, voided_at=AT)


@pytest.mark.parametrize("by", [OFFICER, HRO])
def test_places_are_redacted_with_a_reason_and_an_author(by: Actor) -> None:
    made = replace(MADE, made_by=by.actor_id)
    given(PUBLICATION, SET).when(MAKE, by=by).then(made)
    given(PUBLICATION, SET, made).when(MAKE, by=by).then_nothing()
    same_place = replace(MAKE, redactions=(replace(ONE, redaction_id="x-2"),))
    given(PUBLICATION, SET, made).when(same_place, by=by).then_nothing()


@pytest.mark.parametrize("by", [OTHER_HRO, HOLDER])
def test_nobody_else_redacts(by: Actor) -> None:
    given(PUBLICATION, SET).when(MAKE, by=by).then_forbidden()
    given(PUBLICATION, SET, MADE).when(REMOVE, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (replace(ONE, reason="because"), "reason"),
        (replace(ONE, start=-1), "at least one"),
        (replace(ONE, end=23), "at least one"),
    ],
)
def test_a_redaction_needs_a_reason_and_a_place(one: Redaction, sentence: str) -> None:
    command = replace(MAKE, redactions=(one,))
    given(PUBLICATION, SET).when(command, by=OFFICER).then_refused(sentence)


def test_there_is_an_end_to_redactions() -> None:
    many = tuple(replace(ONE, redaction_id=f"x-{n}", start=n, end=n + 1) for n in range(MOST + 1))
    given(PUBLICATION, SET).when(replace(MAKE, redactions=many), by=OFFICER).then_refused("at most")


def test_a_reply_is_redacted_like_a_letter_unless_it_is_confidential() -> None:
    of_reply = replace(MAKE, document="r-1")
    given(PUBLICATION, SET, REPLY).when(of_reply, by=HRO).then(replace(MADE, document="r-1"))
    given(PUBLICATION, SET).when(of_reply, by=OFFICER).then_refused("no such reply")
    given(PUBLICATION, SET, SECRET).when(replace(MAKE, document="r-2"), by=OFFICER).then_refused(
        "confidential"
    )


def test_a_translation_is_redacted_and_approved_as_a_document_of_its_own() -> None:
    history = (SET, REPLY, TRANSLATION)
    of_it = replace(MAKE, document="r-1-en")
    made = replace(MADE, document="r-1-en")
    approve = replace(APPROVE, document="r-1-en")
    given(PUBLICATION, SET, REPLY).when(of_it, by=HRO).then_refused("no such reply")
    given(PUBLICATION, *history).when(of_it, by=HRO).then(made)
    given(PUBLICATION, *history, made).when(approve, by=OFFICER).then(
        replace(APPROVED, document="r-1-en")
    )
    by_officer = replace(made, made_by=OFFICER.actor_id)
    given(PUBLICATION, *history, by_officer).when(approve, by=OFFICER).then_forbidden()


def test_a_redaction_is_taken_out_once() -> None:
    given(PUBLICATION, SET, MADE).when(REMOVE, by=HRO).then(REMOVED)
    given(PUBLICATION, SET, MADE, REMOVED).when(REMOVE, by=HRO).then_nothing()


def test_a_publication_officer_approves_the_exact_rendition() -> None:
    given(PUBLICATION, SET, MADE).when(APPROVE, by=OFFICER).then(APPROVED)
    given(PUBLICATION, SET, MADE, APPROVED).when(APPROVE, by=OFFICER).then_nothing()
    given(PUBLICATION, SET, MADE).when(APPROVE, by=HRO).then_forbidden()
    given(PUBLICATION, SET).when(APPROVE, by=OFFICER).then_refused("have changed")


def test_any_change_voids_the_approval_of_that_document_only() -> None:
    history = (SET, REPLY, MADE, APPROVED)
    another = replace(MAKE, redactions=(replace(ONE, redaction_id="x-2", end=40),))
    made = replace(MADE, redaction_id="x-2", end=40)
    given(PUBLICATION, *history).when(another, by=HRO).then(made, VOIDED)
    given(PUBLICATION, *history).when(REMOVE, by=HRO).then(REMOVED, VOIDED)
    of_reply = replace(MAKE, document="r-1")
    given(PUBLICATION, *history).when(of_reply, by=HRO).then(replace(MADE, document="r-1"))
    given(PUBLICATION, *history, REMOVED, VOIDED, MADE).when(APPROVE, by=OFFICER).then(APPROVED)


def test_what_identifies_a_source_is_never_approved() -> None:
    found = replace(APPROVE, source_findings=1)
    given(PUBLICATION, SET, MADE).when(found, by=OFFICER).then_refused("source")


def test_a_name_without_consent_is_approved_only_when_a_holder_decided_so() -> None:
    found = replace(APPROVE, name_findings=2)
    allow = AllowNames(communication_id="c-1", document=LETTER, mandate="sr-torture", reason=WHY)
    allowed = NamesAllowed(
        communication_id="c-1",
        document=LETTER,
        mandate="sr-torture",
        reason=WHY,
        allowed_by="holder-1",
        allowed_at=AT,
    )
    given(PUBLICATION, SET, MADE).when(found, by=OFFICER).then_refused("consent does not cover")
    given(PUBLICATION, SET, MADE).when(allow, by=OFFICER).then_forbidden()
    given(PUBLICATION, SET, MADE).when(allow, by=STRANGER).then_forbidden()
    given(PUBLICATION, SET, MADE).when(allow, by=HOLDER).then(allowed)
    given(PUBLICATION, SET, MADE, allowed).when(allow, by=HOLDER).then_nothing()
    given(PUBLICATION, SET, MADE, allowed).when(found, by=OFFICER).then(APPROVED)


def test_what_is_public_is_taken_back_before_it_is_redacted_anew() -> None:
    history = (SET, ENDED, MADE, APPROVED, PUBLISHED)
    another = replace(MAKE, redactions=(replace(ONE, redaction_id="x-2", end=40),))
    given(PUBLICATION, *history).when(another, by=OFFICER).then_refused("Take it back")
    given(PUBLICATION, *history).when(REMOVE, by=OFFICER).then_refused("Take it back")
    other = replace(APPROVE, rendition_hash="1" * 64)
    given(PUBLICATION, *history).when(other, by=OFFICER).then_refused("Take it back")


def test_whoever_had_a_hand_in_the_redactions_does_not_approve_them() -> None:
    mine = replace(MADE, made_by="pub-1")
    given(PUBLICATION, SET, mine).when(APPROVE, by=OFFICER).then_forbidden()
    another = replace(OFFICER, actor_id="pub-2")
    given(PUBLICATION, SET, mine).when(APPROVE, by=another).then(
        replace(APPROVED, approved_by="pub-2")
    )
    taken_out = replace(REMOVED, removed_by="pub-1")
    nothing = replace(APPROVE, redactions=())
    given(PUBLICATION, SET, MADE, taken_out).when(nothing, by=OFFICER).then_forbidden()
    of_a_reply = replace(MADE, document="r-1", redaction_id="x-9", made_by="pub-1")
    given(PUBLICATION, SET, REPLY, MADE, of_a_reply).when(APPROVE, by=OFFICER).then(APPROVED)
