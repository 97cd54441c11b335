"""Published cases of reprisal: what a public report has, while its consent stands (G.3, XR6)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from services.followup.erasure import ERASURE
from services.followup.reprisal.publishing import REPRISAL_ENTRY
from shared.contracts.followup_reprisal_entries import (
    ReprisalEntryCorrected,
    ReprisalEntryPublished,
    ReprisalEntryWithdrawn,
)
from shared.contracts.followup_reprisal_entry_commands import (
    CorrectReprisalEntry,
    PublishReprisalEntry,
    WithdrawReprisalEntry,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup import reprisals as said
from tests.support.reprisal_cases import ERASED

ENTRY = str(derive_id("reprisal entry", 1))
TEXT = Sealed(f"publishedcase-{ENTRY}", "dGV4dA")
SYMBOL, LATER = "A/HRC/42/30", "A/HRC/42/30/Corr.1"
MAY = (
    *said.FACTS[:4],
    replace(said.CONSENTED, consent="sg_report"),
    replace(said.ASSESSED, consent="sg_report"),
    replace(said.SENT, year=2025),
    said.DOCUMENTED,
)
PUBLISH = PublishReprisalEntry(
    entry_id=ENTRY, case_id=said.ID, year=2025, symbol=SYMBOL, mandates=("wgad",), text=TEXT
)
BY: dict[str, Any] = {"entry_id": ENTRY, "state": "KEN", "done_by": "focal-1", "done_at": AT}
PUBLISHED = ReprisalEntryPublished(
    **BY, year=2025, symbol=SYMBOL, published_on=said.TODAY, mandates=("wgad",), text=TEXT
)
CORRECT = CorrectReprisalEntry(entry_id=ENTRY, case_id=said.ID, year=2025, symbol=LATER, text=TEXT)
CORRECTED = ReprisalEntryCorrected(**BY, symbol=LATER, text=TEXT)
NOTED = replace(said.DOCUMENTED, symbol=LATER)
WITHDRAW = WithdrawReprisalEntry(entry_id=ENTRY, reason="consent")
WITHDRAWN = ReprisalEntryWithdrawn(**BY, reason="consent")
STOPS = replace(said.CONSENTED, consent="sg_report", answer="withdrawn", years_to_review=(2025,))
AGAIN = MAY[4:6]


def after(*facts: Any) -> Any:
    return given(REPRISAL_ENTRY, *facts)


def test_what_a_public_report_has_is_published_and_names_no_case() -> None:
    after(*MAY).when(PUBLISH, by=said.FOCAL).then(PUBLISHED)
    assert said.ID not in str(PUBLISHED)
    read = [f"reprisalcase-{said.ID}", ERASURE.stream_of(f"reprisal-{said.ID}")]
    assert REPRISAL_ENTRY.consults(PUBLISH, REPRISAL_ENTRY.initial) == read
    assert REPRISAL_ENTRY.consults(WITHDRAW, REPRISAL_ENTRY.initial) == []
    after(*MAY, PUBLISHED).when(PUBLISH, by=said.FOCAL).then_refused("This is published")
    for other in (said.HOLDER, said.OFFICER):
        after(*MAY).when(PUBLISH, by=other).then_forbidden()
    kept = replace(said.FOCAL, roles=said.FOCAL.roles | {Role.CONTACT_POINT})
    after(*MAY).when(PUBLISH, by=kept).then_refused("no such case")
    after().when(PUBLISH, by=said.FOCAL).then_refused("no such case")
    wrong = replace(PUBLISH, mandates=("x",))
    after(*MAY).when(wrong, by=said.FOCAL).then_refused("Choose the mandates")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ((*MAY, STOPS), "Nothing of this case stands"),
        ((*MAY, STOPS, *AGAIN), "Nothing of this case stands"),  # nobody agreed to this text anew
        ((*MAY, ERASED), "over or was erased"),
        ((*MAY, said.CLOSED), "over or was erased"),
        ((*MAY, replace(said.FOLLOWED, condition="worse")), "no consent"),
        (MAY[:6] + MAY[7:], "Nothing of this case stands"),
        (MAY[:7], "Note the report"),
        ((*MAY, said.STRUCK), "Note the report"),
        ((*MAY[:5], *MAY[6:]), "Assess first"),
        (
            (*MAY[:7], replace(said.DOCUMENTED, published_on=said.TODAY.replace(year=2025))),
            "older than the report",
        ),
    ],
)
def test_without_consent_report_and_assessment_nothing_leaves(
    facts: tuple[Any, ...], why: str
) -> None:
    after(*facts).when(PUBLISH, by=said.FOCAL).then_refused(why)


def test_what_is_public_is_corrected_as_a_document_says_and_with_its_consent() -> None:
    after(*MAY, NOTED, PUBLISHED).when(CORRECT, by=said.FOCAL).then(CORRECTED)
    after(*MAY, PUBLISHED).when(CORRECT, by=said.FOCAL).then_refused("Note the report")
    after(*MAY, NOTED).when(CORRECT, by=said.FOCAL).then_refused("no such published case")
    itself = replace(CORRECT, symbol=SYMBOL)
    after(*MAY, NOTED, PUBLISHED).when(itself, by=said.FOCAL).then_refused("not the report itself")
    stopped = (*MAY, NOTED, PUBLISHED, STOPS)
    after(*stopped).when(CORRECT, by=said.FOCAL).then_refused("Nothing of this case stands")


def test_any_focal_point_takes_it_back_and_then_it_can_be_published_anew() -> None:
    after(PUBLISHED).when(WITHDRAW, by=said.FOCAL).then(WITHDRAWN)
    after(PUBLISHED).when(WITHDRAW, by=said.OFFICER).then_forbidden()
    after(PUBLISHED, WITHDRAWN).when(WITHDRAW, by=said.FOCAL).then()
    after().when(WITHDRAW, by=said.FOCAL).then_refused("no such published case")
    desk = replace(
        said.FOCAL,
        roles=said.FOCAL.roles | {Role.DESK_OFFICER},
        states=frozenset({"KEN"}),
    )
    after(PUBLISHED).when(WITHDRAW, by=desk).then_refused("no such published case")
    wrong = replace(WITHDRAW, reason="x")
    after(PUBLISHED).when(wrong, by=said.FOCAL).then_refused("Choose a reason")
    after(*MAY, PUBLISHED, WITHDRAWN).when(PUBLISH, by=said.FOCAL).then(PUBLISHED)


def test_in_any_history_nothing_is_told_without_consent_and_what_is_can_be_taken_back() -> None:
    drawn, public = Random(13), 0
    for _ in range(150):
        facts: list[Any] = []
        for act, by, facts in happened(drawn):
            assert by == said.FOCAL
            assert act is WITHDRAW or STOPS not in facts
        state = REPRISAL_ENTRY.fold(facts)
        if state.public:
            (back,) = REPRISAL_ENTRY.decide(WITHDRAW, Asked(at=AT, by=said.FOCAL), state)
            assert isinstance(back, ReprisalEntryWithdrawn)
            public += 1
    assert public


def happened(drawn: Random) -> Iterator[tuple[Any, Actor, list[Any]]]:
    """Yield each act on an entry that was granted, by whom, and all facts of case and entry."""
    facts: list[Any] = [*MAY, NOTED]
    for _ in range(drawn.randrange(12)):
        act: Any = drawn.choice([PUBLISH, PUBLISH, CORRECT, WITHDRAW, STOPS])
        by = drawn.choice([said.FOCAL, said.FOCAL, said.OFFICER, said.HOLDER])
        if act is STOPS:
            facts.append(act)
            continue
        with suppress(Refused):
            state = REPRISAL_ENTRY.fold(facts)
            facts += REPRISAL_ENTRY.decide(act, Asked(at=AT, by=by), state)
            yield act, by, facts
