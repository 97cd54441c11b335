"""Invariants of publication under any commands in any order."""

from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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
    EmbargoEnded,
    PublicationWithdrawn,
    RedactionApprovalVoided,
    RedactionApproved,
    RedactionMade,
    RedactionRemoved,
    ReplyAwaitsPublication,
    ReplyPublished,
    TranslationPublished,
)
from shared.contracts.followup_publication_commands import (
    AllowNames,
    ApproveRedaction,
    DecideEarlyPublication,
    MakeRedactions,
    MoveEmbargo,
    PublishDocument,
    Redaction,
    RemoveRedactions,
    WithdrawPublication,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.testing import AT
from tests.followup.test_publication import (
    CLOCK,
    HOLDER,
    OFFICER,
    OTHER_HOLDER,
    OVER,
    POLICY,
    PUBLISHER,
    STRANGER,
    UNTIL,
    WHY,
)

TEXTS = {"one": "We ask.", "two": "We ask again."}
THIS = {"communication_id": st.just("c-1")}
DOCUMENT = st.sampled_from([LETTER, "r-1", "r-2", "r-3", "r-1-en"])
IDS = st.sampled_from(["x-1", "x-2"])
MANDATE = st.sampled_from(["sr-torture", "wgad", "sr-health"])
COUNT = st.integers(0, 1)
REDACTION = st.builds(
    Redaction,
    redaction_id=IDS,
    start=st.integers(0, 3),
    end=st.integers(1, 5),
    form=st.sampled_from(["removed", "initials"]),
    reason=st.sampled_from(["minor", "nonsense"]),
)
COMMAND: st.SearchStrategy[Any] = st.one_of(
    st.builds(EndEmbargo, **THIS),
    st.builds(
        MoveEmbargo, **THIS, mandate=MANDATE, embargo_until=st.just(OVER), reason=st.just(WHY)
    ),
    st.builds(DecideEarlyPublication, **THIS, mandate=MANDATE, reason=st.just(WHY)),
    st.builds(
        NoteReply,
        **THIS,
        reply_id=st.sampled_from(["r-1", "r-2"]),
        kind=st.just("substantive"),
        language=st.just("fr"),
        confidential_by_state=st.booleans(),
        received_at=st.just(AT),
    ),
    st.builds(
        NoteTranslation,
        **THIS,
        reply_id=st.sampled_from(["r-1", "r-2"]),
        language=st.just("en"),
        received_at=st.just(AT),
    ),
    st.builds(
        NoteGrade,
        **THIS,
        reply_id=DOCUMENT,
        mandate=MANDATE,
        scheme=st.just("cooperation"),
        value=st.sampled_from(["full", "none"]),
    ),
    st.builds(MakeRedactions, **THIS, document=DOCUMENT, redactions=st.tuples(REDACTION)),
    st.builds(RemoveRedactions, **THIS, document=DOCUMENT, redactions=st.tuples(IDS)),
    st.builds(AllowNames, **THIS, document=DOCUMENT, mandate=MANDATE, reason=st.just(WHY)),
    st.builds(
        ApproveRedaction,
        **THIS,
        document=DOCUMENT,
        redactions=st.sampled_from([(), ("x-1",), ("x-1", "x-2")]),
        rendition=st.just(WHY),
        rendition_hash=st.sampled_from([sha256(t.encode()).hexdigest() for t in TEXTS.values()]),
        source_findings=COUNT,
        name_findings=COUNT,
    ),
    st.builds(PublishDocument, **THIS, document=DOCUMENT, text=st.sampled_from([*TEXTS.values()])),
    st.builds(
        WithdrawPublication, **THIS, reason=st.sampled_from(["danger", "?"]), note=st.just(WHY)
    ),
)
ACTOR = st.sampled_from([OFFICER, HOLDER, OTHER_HOLDER, STRANGER, CLOCK, POLICY, PUBLISHER])
STEPS = st.lists(st.tuples(COMMAND, ACTOR, st.sampled_from([AT, UNTIL, OVER])), max_size=40)
SET = SetEmbargo(
    communication_id="c-1",
    reference="AL FRA 3/2026",
    type="AL",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    transmitted_at=AT,
    embargo_days=60,
)


def happened(steps: list[tuple[Any, Any, Any]]) -> list[Any]:
    history: list[Any] = []
    for command, by, at in [(SET, POLICY, AT), *steps]:
        state = PUBLICATION.fold(history)
        try:
            new = PUBLICATION.decide(command, Asked(at=at, by=by), state)
        except Refused:
            continue
        history += new
        again = PUBLICATION.fold(history)
        try:
            assert list(PUBLICATION.decide(command, Asked(at=at, by=by), again)) == []
        except Refused:
            assert not isinstance(command, PublishDocument)
    return history


@given(STEPS)
def test_nothing_becomes_public_that_may_not(steps: list[tuple[Any, Any, Any]]) -> None:
    approved: dict[str, str] = {}
    confidential: set[str] = set()
    shown: set[str] = set()
    public, over = False, False
    for event in happened(steps):
        match event:
            case EmbargoEnded():
                assert not over, "an embargo ends once"
                over = True
            case ReplyAwaitsPublication(confidential_by_state=True):
                confidential.add(event.reply_id)
            case RedactionApproved():
                approved[event.document] = event.rendition_hash
            case RedactionApprovalVoided():
                del approved[event.document]
            case RedactionMade() | RedactionRemoved():
                assert event.document != LETTER or not public
            case CommunicationPublished():
                assert over
                assert not public
                assert approved[LETTER] == sha256(event.text.encode()).hexdigest()
                public = True
            case ReplyPublished():
                assert public
                assert event.reply_id not in confidential
                assert approved[event.reply_id] == sha256(event.text.encode()).hexdigest()
                shown.add(event.reply_id)
            case TranslationPublished():
                assert event.reply_id in shown
                assert event.reply_id not in confidential
                document = f"{event.reply_id}-{event.language}"
                assert approved[document] == sha256(event.text.encode()).hexdigest()
            case PublicationWithdrawn():
                assert public
                public, approved, shown = False, {}, set()
            case _:
                pass


@given(STEPS)
def test_a_redaction_never_stands_beside_an_approval_made_without_it(
    steps: list[tuple[Any, Any, Any]],
) -> None:
    history = happened(steps)
    for number, event in enumerate(history):
        if isinstance(event, RedactionApproved):
            before = PUBLICATION.fold(history[:number])
            assert set(event.redactions) == set(before.redactions(event.document))  # type: ignore[union-attr]  # it was set first
