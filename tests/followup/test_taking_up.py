"""What another mechanism recommended, taken up by a mandate and let go: tables and histories."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.recommendation.commands import PassRecommendationOn
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.numbering import NumberRecommendation
from services.followup.recommendation.state import Issued
from services.followup.reference.decide import REFERENCE
from services.followup.reference.holding import HoldReferenceText
from shared.contracts.followup_publication import RecommendationPublished, RecommendationWithdrawn
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    CloseRecommendation,
    CorrectRecommendation,
    LetRecommendationGo,
    ProvideImplementationInfo,
    PublishRecommendation,
    RecordPosition,
    ReopenRecommendation,
    TagRecommendation,
    TakeRecommendationUp,
    taken_up_id,
)
from shared.contracts.followup_reference import ReferenceTextFreed, ReferenceTextHeld
from shared.contracts.followup_taking_up import (
    Origin,
    PublicOrigin,
    RecommendationLetGo,
    RecommendationTakenUp,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from tests.followup import test_reference as corpus
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    NGO,
    NHRI,
    OFFICER,
    OTHER_HOLDER,
)

ORIGIN: Final = Origin(item="text-1", source="UHRI", batch_id="1")
THIS: Final = taken_up_id(mandate="sr-torture", item="text-1", addressee="FRA")
TEXT: Final = Sealed(f"recommendation-{THIS}", "x")
TAKE: Final = TakeRecommendationUp(
    origin=ORIGIN, addressee="FRA", mandate="sr-torture", text=TEXT, document=TEXT
)
TAKEN: Final = RecommendationTakenUp(
    recommendation_id=THIS,
    origin=ORIGIN,
    addressee="FRA",
    mandate="sr-torture",
    text=TEXT,
    document=TEXT,
    version=1,
    taken_up_by="holder-1",
    taken_up_at=AT,
)
LET_GO: Final = LetRecommendationGo(recommendation_id=THIS, reason=TEXT)
GONE: Final = RecommendationLetGo(
    recommendation_id=THIS,
    addressee="FRA",
    mandate="sr-torture",
    reason=TEXT,
    let_go_by="holder-1",
    let_go_at=AT,
)
IMPORTED: Final = (corpus.uploaded(), corpus.taken())
HOLD: Final = HoldReferenceText(recommendation_id=THIS, batch_id="1")
HELD: Final = ReferenceTextHeld(batch_id="1", recommendation_id=THIS, held_at=AT)
FREED: Final = ReferenceTextFreed(batch_id="1", recommendation_id=THIS, freed_at=AT)
INFORM: Final = ProvideImplementationInfo(recommendation_id=THIS, info_id="i-1", text=TEXT)
GRADE: Final = AssessImplementation(
    recommendation_id=THIS,
    scheme="implementation-2",
    grade="not",
    rationale=TEXT,
    based_on=(OBSERVED,),
)
PUBLISH: Final = PublishRecommendation(
    recommendation_id=THIS, text="Ban it.", document="CAT; CAT/C/1"
)
POSITION: Final = RecordPosition(
    recommendation_id=THIS, position_id="p-1", position="supported", note=TEXT
)
CLOSE: Final = CloseRecommendation(
    recommendation_id=THIS, reason="overtaken", by_id=None, note=TEXT, seen=1
)


def events(command: Any, by: Actor, *history: Any) -> list[Any]:
    return list(RECOMMENDATION.decide(command, Asked(at=AT, by=by), RECOMMENDATION.fold(history)))


def test_a_holder_takes_a_text_up_once_for_each_state() -> None:
    given(RECOMMENDATION, *IMPORTED).when(TAKE, by=HOLDER).then(TAKEN)
    given(RECOMMENDATION, TAKEN, *IMPORTED).when(TAKE, by=HOLDER).then_refused("before")
    ids = {
        taken_up_id(mandate=mandate, item=item, addressee=state)
        for mandate in ("sr-torture", "wgad")
        for item in ("text-1", "text-2")
        for state in ("FRA", "KEN")
    }
    assert len(ids) == 8


@pytest.mark.parametrize("by", [OTHER_HOLDER, OFFICER, NGO, NHRI, FRANCE, system("followup")])
def test_nobody_takes_it_up_for_a_mandate_that_they_do_not_hold(by: Actor) -> None:
    given(RECOMMENDATION, *IMPORTED).when(TAKE, by=by).then_forbidden()
    given(RECOMMENDATION, TAKEN).when(LET_GO, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (replace(TAKE, mandate="astrology"), "mandate from the list"),
        (replace(TAKE, addressee="OTH"), "State from the list"),
        (replace(TAKE, addressee="ZZZ"), "State from the list"),
        (replace(TAKE, origin=replace(ORIGIN, item="no text")), "no such text"),
        (replace(TAKE, origin=replace(ORIGIN, source="UPR Info")), "was undone"),
        (replace(TAKE, origin=replace(ORIGIN, batch_id="2")), "was undone"),
    ],
)
def test_it_is_a_text_of_the_corpus_to_a_state(
    command: TakeRecommendationUp, sentence: str
) -> None:
    given(RECOMMENDATION, *IMPORTED).when(command, by=HOLDER).then_refused(sentence)


def test_what_is_gone_from_the_corpus_is_not_taken_up() -> None:
    undone = (*IMPORTED, corpus.UNDONE)
    given(RECOMMENDATION, *undone).when(TAKE, by=HOLDER).then_refused("was undone")
    out = (*IMPORTED, corpus.TAKEN_OUT)
    given(RECOMMENDATION, *out).when(TAKE, by=HOLDER).then_refused("no such text")
    given(RECOMMENDATION, *out, corpus.PUT_BACK).when(TAKE, by=HOLDER).then(TAKEN)


def test_it_is_let_go_while_nothing_was_said_and_taken_up_again() -> None:
    given(RECOMMENDATION, TAKEN).when(LET_GO, by=HOLDER).then(GONE)
    given(RECOMMENDATION, TAKEN, GONE).when(LET_GO, by=HOLDER).then_nothing()
    again = replace(TAKEN, version=2)
    given(RECOMMENDATION, TAKEN, GONE, *IMPORTED).when(TAKE, by=HOLDER).then(again)
    back = (TAKEN, GONE, again)
    given(RECOMMENDATION, *back).when(LET_GO, by=HOLDER).then_refused("since")
    seen = replace(LET_GO, seen=3)
    given(RECOMMENDATION, *back).when(seen, by=HOLDER).then(GONE)
    own = replace(LET_GO, recommendation_id="1")
    given(RECOMMENDATION, ISSUED).when(own, by=HOLDER).then_refused("Close it instead")
    given(RECOMMENDATION).when(LET_GO, by=HOLDER).then_refused("no such recommendation")


@pytest.mark.parametrize(
    ("command", "by"),
    [(INFORM, FRANCE), (GRADE, HOLDER), (POSITION, FRANCE), (PUBLISH, HOLDER)],
)
def test_once_something_rests_on_it_it_is_closed_instead(command: Any, by: Actor) -> None:
    said = (TAKEN, *events(command, by, TAKEN))
    given(RECOMMENDATION, *said).when(LET_GO, by=HOLDER).then_refused("Close it instead")
    given(RECOMMENDATION, *said).when(CLOSE, by=HOLDER).then(*events(CLOSE, HOLDER, *said))


def test_what_is_public_says_where_it_comes_from_also_once_it_was_taken_back() -> None:
    (public,) = events(PUBLISH, HOLDER, TAKEN)
    assert isinstance(public, RecommendationPublished)
    origin = PublicOrigin(item="text-1", source="UHRI", document="CAT; CAT/C/1")
    assert public.origin == origin
    given(RECOMMENDATION, TAKEN).when(replace(PUBLISH, document=" "), by=HOLDER).then_refused(
        "who recommended it"
    )
    back = RecommendationWithdrawn(
        recommendation_id=THIS,
        addressee="FRA",
        mandate="sr-torture",
        issued_at=AT,
        reason="mistake",
        note=None,
        withdrawn_by="holder-1",
        withdrawn_at=AT,
    )
    given(RECOMMENDATION, TAKEN, public, back).when(LET_GO, by=HOLDER).then_refused("instead")


def test_what_was_let_go_waits_until_it_is_taken_up_and_keeps_what_is_sent() -> None:
    gone = (TAKEN, GONE)
    tags = TagRecommendation(recommendation_id=THIS, themes=(), persons=(), targets=("5.2",))
    waiting: tuple[Any, ...] = (GRADE, PUBLISH, POSITION, tags, replace(CLOSE, seen=2))
    for command in waiting:
        given(RECOMMENDATION, *gone).when(command, by=HOLDER).then_refused("was let go")
    (informed,) = events(INFORM, FRANCE, *gone)
    assert informed.info_id == "i-1"
    closed = (TAKEN, *events(CLOSE, HOLDER, TAKEN))
    given(RECOMMENDATION, *closed).when(replace(LET_GO, seen=2), by=HOLDER).then_refused("Reopen")


def test_what_was_passed_on_is_of_the_mandate_that_has_it_now() -> None:
    passed = PassRecommendationOn(recommendation_id=THIS, mandate="sr-torture", to="sr-health")
    on = (TAKEN, *events(passed, system("followup"), TAKEN))
    given(RECOMMENDATION, *on, *IMPORTED).when(TAKE, by=HOLDER).then_refused("passed on")
    given(RECOMMENDATION, *on).when(LET_GO, by=HOLDER).then_forbidden()
    theirs = replace(GONE, mandate="sr-health", let_go_by="holder-2")
    given(RECOMMENDATION, *on).when(LET_GO, by=OTHER_HOLDER).then(theirs)
    kept = (TAKEN, *events(replace(passed, to=None), system("followup"), TAKEN))
    given(RECOMMENDATION, *kept).when(LET_GO, by=HOLDER).then_refused("kept as a record")


def test_an_import_stays_while_a_recommendation_rests_on_it() -> None:
    reacts = FOLLOWUP_SERVICE.react
    assert [one for one in reacts(TAKEN) if not isinstance(one, NumberRecommendation)] == [HOLD]
    assert list(reacts(GONE)) == [replace(HOLD, batch_id=None)]
    policy = system("followup")
    given(REFERENCE, *IMPORTED).when(HOLD, by=policy).then(HELD)
    held = (*IMPORTED, HELD)
    given(REFERENCE, *held).when(HOLD, by=policy).then_nothing()
    given(REFERENCE, *held).when(corpus.UNDO, by=corpus.DESK).then_refused("lets it go")
    other = replace(HOLD, batch_id="2")
    moved = (FREED, replace(HELD, batch_id="2"))
    given(REFERENCE, *held).when(other, by=policy).then(*moved)
    given(REFERENCE, *held, *moved).when(corpus.UNDO, by=corpus.DESK).then(corpus.UNDONE)
    free = replace(HOLD, batch_id=None)
    given(REFERENCE, *held).when(free, by=policy).then(FREED)
    given(REFERENCE, *held, FREED).when(free, by=policy).then_nothing()
    given(REFERENCE, *held, FREED).when(corpus.UNDO, by=corpus.DESK).then(corpus.UNDONE)
    late = (*IMPORTED, corpus.UNDONE)
    given(REFERENCE, *late).when(HOLD, by=policy).then(HELD)


async def test_every_command_is_sent_twice_and_each_fact_told_twice_and_takes_effect_once() -> None:
    store = InMemoryStore()
    ask = asking(FOLLOWUP_SERVICE, store)
    story: list[tuple[Any, Actor]] = [
        (corpus.upload(), corpus.DESK),
        (corpus.take(), corpus.DESK),
        (TAKE, HOLDER),
        (LET_GO, HOLDER),
        (TAKE, HOLDER),
        (replace(LET_GO, seen=3), HOLDER),
        (corpus.UNDO, corpus.DESK),
    ]
    for number, (command, by) in enumerate(story):
        id_ = derive_id("command", number)
        metadata = Metadata(correlation_id=id_, causation_id=id_, actor=by.actor_id)
        for _ in range(2):
            outcome = await ask(command, Asked(at=AT, by=by), id_, metadata)
        for fact_id in outcome.event_ids:
            (fact,) = [one.event for one in store.log if one.id == fact_id]
            for at, reaction in enumerate(FOLLOWUP_SERVICE.react(fact)):
                again = derive_id("followup", fact_id, at)
                for _ in range(2):
                    await ask(reaction, Asked(at=AT, by=system("followup")), again, metadata)
    kinds = [type(one.event).__name__ for one in store.log]
    once = ["RecommendationTakenUp", "ReferenceTextHeld"]
    back = ["RecommendationLetGo", "ReferenceTextFreed"]
    numbered = "RecommendationNumbered"  # once: taken up again, it keeps its number
    assert kinds[2:] == [*once, numbered, *back, *once, *back, "ReferenceBatchUndone"]


PLAYED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                TAKE,
                replace(LET_GO, seen=1),
                replace(LET_GO, seen=3),
                INFORM,
                GRADE,
                PUBLISH,
                POSITION,
                CLOSE,
                replace(CLOSE, seen=3),
                ReopenRecommendation(recommendation_id=THIS, reason=TEXT, seen=2),
                CorrectRecommendation(
                    recommendation_id=THIS, seen=1, symbol="A/1/Corr.1", text=TEXT
                ),
                PassRecommendationOn(recommendation_id=THIS, mandate="sr-torture", to="sr-health"),
            ]
        ),
        st.sampled_from([HOLDER, OTHER_HOLDER, OFFICER, FRANCE, NGO, system("followup")]),
    ),
    max_size=25,
)


@settings(max_examples=300)
@drawn(PLAYED)
def test_in_every_history_it_is_let_go_only_while_nothing_rests_on_it(
    asks: list[tuple[Any, Actor]],
) -> None:
    history: list[Any] = []
    for number, (command, by) in enumerate(asks):
        state = RECOMMENDATION.fold([*history, *IMPORTED])
        try:
            new = RECOMMENDATION.decide(
                command, Asked(at=AT + timedelta(hours=number), by=by), state
            )
        except Refused:
            continue
        history += new
    names = [type(one).__name__ for one in history]
    assert not names or names[0] == "RecommendationTakenUp"
    rests = {"ImplementationInfoReceived", "ImplementationAssessed", "RecommendationPublished"}
    alive, versions = False, 0
    for at, (name, event) in enumerate(zip(names, history, strict=True)):
        if name == "RecommendationTakenUp":
            assert not alive
            alive = True
        if name == "RecommendationLetGo":
            assert alive
            assert not rests & set(names[:at])
            assert "RecommendationPositionRecorded" not in names[:at]
            alive = False
        if name in ("RecommendationTakenUp", "RecommendationCorrected"):
            versions += 1
            assert event.version == versions
        if not alive:
            assert name in {
                "RecommendationLetGo",
                "ImplementationInfoReceived",
                "RecommendationPassedOn",
            }
    if names:
        assert ways_on(history)


def ways_on(history: list[Any]) -> list[str]:
    """Return what its holder can do now: there is always something."""
    state = RECOMMENDATION.fold(history)
    assert isinstance(state, Issued)
    holder = replace(HOLDER, mandates=frozenset({state.mandate}))
    ends, found = state.ends, list[str]()
    for command in (
        replace(LET_GO, seen=ends),
        replace(CLOSE, seen=ends),
        ReopenRecommendation(recommendation_id=THIS, reason=TEXT, seen=ends),
        replace(TAKE, mandate=state.mandate),
    ):
        try:
            if events(command, holder, *history, *IMPORTED):
                found.append(type(command).__name__)
        except Refused:
            continue
    return found
