"""A briefing for a treaty body: signed off as the page showed it, and handed over as it was."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from services.stakeholders.treaty_briefing.decide import TREATY_BRIEFING, Briefing
from shared.contracts.stakeholders_treaty_briefing_commands import (
    HandOverTreatyBriefing,
    SignTreatyBriefing,
    UnsignTreatyBriefing,
)
from shared.contracts.stakeholders_treaty_briefings import (
    BriefingAsked,
    BriefingLine,
    TreatyBriefingHandedOver,
    TreatyBriefingSigned,
    TreatyBriefingUnsigned,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.treaty_briefings import MOST_LINES, MOST_VERSIONS, hash_of

ID = str(derive_id("treaty briefing of a test"))
KEN = frozenset({"KEN"})
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=KEN)
OTHER = replace(DESK, actor_id="desk-2", states=frozenset({"FRA"}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}), states=KEN)
OF = BriefingAsked(
    state="KEN",
    body="CAT",
    stage="issues",
    session=date(2026, 4, 13),
    since=2020,
    until=None,
    themes=(),
)
LINES = (BriefingLine(key="letter-1", hash="ab"), BriefingLine(key="reply-1", hash="cd"))
NUMBERS = (1, 0)
HASH = hash_of([(one.key, one.hash) for one in LINES], NUMBERS)
NEW = (*LINES, BriefingLine(key="letter-2", hash="ef"))
NEW_HASH = hash_of([(one.key, one.hash) for one in NEW], NUMBERS)
SIGN = SignTreatyBriefing(
    briefing_id=ID, state="KEN", version=1, asked=OF, lines=LINES, numbers=NUMBERS, shown=HASH
)
UNSIGN = UnsignTreatyBriefing(briefing_id=ID, state="KEN", version=1)
HAND = HandOverTreatyBriefing(briefing_id=ID, state="KEN", version=1, hash=HASH)
SIGNED = TreatyBriefingSigned(
    briefing_id=ID,
    version=1,
    asked=OF,
    lines=LINES,
    numbers=NUMBERS,
    hash=HASH,
    signed_by="desk-1",
    signed_at=AT,
)
UNSIGNED = TreatyBriefingUnsigned(briefing_id=ID, version=1, unsigned_by="desk-1", unsigned_at=AT)
HANDED = TreatyBriefingHandedOver(briefing_id=ID, version=1, handed_by="desk-1", handed_at=AT)
COMMANDS = (SIGN, UNSIGN, HAND)
AGAIN = replace(SIGN, version=2, lines=NEW, shown=NEW_HASH)
SECOND = replace(SIGNED, version=2, lines=NEW, hash=NEW_HASH)


@pytest.mark.parametrize(
    ("command", "fact", "before"),
    [(SIGN, SIGNED, ()), (UNSIGN, UNSIGNED, (SIGNED,)), (HAND, HANDED, (SIGNED,))],
)
def test_the_desk_officer_of_the_state_does_each_step_once(
    command: Any, fact: Any, before: tuple[Any, ...]
) -> None:
    given(TREATY_BRIEFING, *before).when(command, by=DESK).then(fact)
    given(TREATY_BRIEFING, *before, fact).when(command, by=DESK).then_nothing()
    for by in (OTHER, CHIEF):
        given(TREATY_BRIEFING, *before).when(command, by=by).then_forbidden()


def test_a_review_has_a_stage_of_its_own() -> None:
    of = replace(OF, body="UPR", stage="compilation")
    signed = replace(SIGNED, asked=of)
    given(TREATY_BRIEFING).when(replace(SIGN, asked=of), by=DESK).then(signed)


def test_what_changed_is_signed_anew_before_it_is_handed_over() -> None:
    changed = replace(HAND, hash=NEW_HASH)
    no = "It changed since it was signed off. Sign it off again first."
    given(TREATY_BRIEFING, SIGNED).when(changed, by=DESK).then_refused(no)
    given(TREATY_BRIEFING, SIGNED).when(AGAIN, by=DESK).then(SECOND)
    no = "Another version was signed off since. Look at it first."
    given(TREATY_BRIEFING, SIGNED, SECOND).when(HAND, by=DESK).then_refused(no)
    later = replace(HAND, version=2, hash=NEW_HASH)
    given(TREATY_BRIEFING, SIGNED, SECOND).when(later, by=DESK).then(replace(HANDED, version=2))
    no = "This briefing is not signed off."
    given(TREATY_BRIEFING, SIGNED, UNSIGNED).when(HAND, by=DESK).then_refused(no)
    given(TREATY_BRIEFING).when(HAND, by=DESK).then_refused(no)


def test_what_the_body_has_is_not_taken_back_by_a_page_that_was_open_before() -> None:
    no = "It was handed over. It is not taken back any more."
    given(TREATY_BRIEFING, SIGNED, HANDED).when(UNSIGN, by=DESK).then_refused(no)
    new = (SIGNED, HANDED, SECOND)
    later = replace(UNSIGN, version=2)
    given(TREATY_BRIEFING, *new).when(later, by=DESK).then(replace(UNSIGNED, version=2))


def test_a_signature_that_was_taken_back_is_given_anew_for_the_same_words() -> None:
    again = replace(SIGN, version=2)
    given(TREATY_BRIEFING, SIGNED, UNSIGNED).when(again, by=DESK).then(replace(SIGNED, version=2))


@pytest.mark.parametrize(
    ("command", "before", "no"),
    [
        (replace(SIGN, shown=NEW_HASH), (), "The briefing is not as your page showed it any more."),
        (replace(AGAIN, version=1), (SIGNED,), "Somebody signed it off since"),
        (replace(SIGN, asked=replace(OF, body="UPR")), (), "Choose the treaty body"),
        (replace(SIGN, asked=replace(OF, stage="compilation")), (), "Choose the treaty body"),
        (replace(SIGN, asked=replace(OF, themes=("peace",))), (), "Choose the treaty body"),
        (replace(SIGN, asked=replace(OF, state="FRA")), (), "Choose a State from the list."),
        (
            replace(SIGN, lines=tuple(BriefingLine(key=f"{n}", hash="") for n in range(2_001))),
            (),
            "A briefing that is signed off has at most 2,000 lines.",
        ),
        (
            replace(AGAIN, version=MOST_VERSIONS + 1),
            tuple(replace(SIGNED, version=number + 1) for number in range(MOST_VERSIONS)),
            "A briefing is signed off 100 times at most.",
        ),
    ],
)
def test_what_is_refused(command: Any, before: tuple[Any, ...], no: str) -> None:
    assert MOST_LINES == 2_000
    given(TREATY_BRIEFING, *before).when(command, by=DESK).then_refused(no)


def test_a_briefing_is_of_one_state() -> None:
    both = replace(DESK, states=frozenset({"KEN", "FRA"}))
    other = replace(UNSIGN, state="FRA")
    given(TREATY_BRIEFING, SIGNED).when(other, by=both).then_refused(
        "This briefing is on another State."
    )


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_asked_nothing_counts_as_handed_over_that_was_not_signed(seed: int) -> None:
    dice, facts, now = Random(seed), list[Any](), HASH
    for _ in range(30):
        now = dice.choice((HASH, NEW_HASH))
        lines = LINES if now == HASH else NEW
        version = dice.randint(1, 4)
        command: Any = dice.choice(
            (
                replace(SIGN, version=version, lines=lines, shown=now),
                replace(UNSIGN, version=version),
                replace(HAND, version=version, hash=now),
            )
        )
        try:
            state: Briefing = TREATY_BRIEFING.fold(facts)
            new = TREATY_BRIEFING.decide(command, Asked(at=AT, by=DESK), state)
        except (Refused, Forbidden):
            continue
        facts += new
        for fact in new:
            if isinstance(fact, TreatyBriefingHandedOver):
                last = state.versions[-1]
                assert (last.hash, last.unsigned) == (now, False)
