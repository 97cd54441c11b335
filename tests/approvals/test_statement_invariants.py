"""Invariants of statements under any commands in any order: all agreed to publish."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.approvals.app import APPROVALS_SERVICE
from services.approvals.press import NotePersons, NotePress
from services.approvals.statement.decide import STATEMENT
from services.approvals.statement.state import Statement
from shared.contracts.approvals_statements import (
    PressConsentNoted,
    StatementApprovalGiven,
    StatementApprovalVoided,
    StatementApproved,
    StatementDeclined,
    StatementDrafted,
    StatementIssued,
    StatementRevised,
    StatementWithdrawn,
    Wording,
    fingerprint,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.testing import AT
from tests.approvals.statements import (
    ABOUT,
    APPROVE,
    CHANGES,
    DECLINE,
    DRAFT,
    GONE,
    ISSUE,
    LEAD,
    LETTER,
    OTHER,
    REQUEST,
    REVISE,
    SUBMISSION,
    WITHDRAW,
)
from tests.approvals.support import CHIEF, HOLDER, MEMBER, OFFICER, OTHER_HOLDER, OTHER_OFFICER

TURNCOAT = replace(HOLDER, actor_id="officer")  # drafted it once, and holds the mandate now
PEOPLE = (HOLDER, OTHER_HOLDER, MEMBER, OFFICER, OTHER_OFFICER, CHIEF, TURNCOAT)
TEXTS = tuple(Wording(title="A", text=one, government_view="") for one in ("x", "y"))
HASHES = tuple(fingerprint("press_release", ABOUT, one) for one in TEXTS)
KINDS = (
    *("draft", "revise", "changes", "decline", "withdraw", "press", "withdrawn", "persons"),
    *("request", "approve", "issue") * 3,
)
DECIDERS: dict[type, Any] = dict(APPROVALS_SERVICE.deciders)


@dataclass(frozen=True, slots=True)
class Move:
    """``late``: about the version before the present one."""

    kind: str
    who: Actor
    mandate: str
    text: int
    late: bool


moves = st.builds(
    Move,
    kind=st.sampled_from(KINDS),
    who=st.sampled_from(PEOPLE),
    mandate=st.sampled_from((LEAD, OTHER)),
    text=st.sampled_from((0, 1)),
    late=st.integers(0, 9).map(lambda n: n == 0),
)
BEGINNING = (
    Move("persons", OFFICER, LEAD, 0, late=False),
    Move("draft", OFFICER, LEAD, 0, late=False),
    Move("request", OFFICER, LEAD, 0, late=False),
)


class World:
    def __init__(self) -> None:
        self.streams: dict[str, list[Any]] = {f"communication-{LETTER}": [GONE]}
        self.told: list[Any] = []

    def ask(self, command: Any, by: Actor) -> Sequence[Any]:
        decider = DECIDERS[type(command)]
        stream = self.streams.setdefault(decider.stream(command), [])
        state = decider.fold(stream)
        for other in decider.consults(command, state):
            state = decider.fold(self.streams.get(other, []), state)
        try:
            new = decider.decide(command, Asked(at=AT, by=by), state)
        except Refused:
            return []
        stream.extend(new)
        self.told.extend(new)
        return list(new)

    def made(self, move: Move) -> tuple[Any, Actor]:
        """What the move asks, of the statement as it stands, and who asks."""
        state = STATEMENT.fold(self.streams.get(f"statement-{DRAFT.statement_id}", []))
        version, present = 1, HASHES[0]
        if isinstance(state, Statement):
            version, present = state.text.version - move.late, state.text.content_hash
        about: dict[str, Any] = {"version": version, "content_hash": present}
        match move.kind:
            case "draft":
                return replace(DRAFT, content_hash=HASHES[move.text]), move.who
            case "revise":
                text = HASHES[move.text]
                return replace(REVISE, version=version, content_hash=text), move.who
            case "request":
                return replace(REQUEST, **about), move.who
            case "approve":
                return replace(APPROVE, mandate=move.mandate, **about), move.who
            case "changes":
                return replace(CHANGES, mandate=move.mandate, version=version), move.who
            case "decline":
                return replace(DECLINE, mandate=move.mandate), move.who
            case "issue":
                issue = replace(ISSUE, mandate=move.mandate, wording=TEXTS[move.text])
                return replace(issue, version=version), move.who
            case "withdraw":
                return replace(WITHDRAW, mandate=move.mandate), move.who
            case "persons":
                agreed = ("one",) if move.text == 0 else ()
                refused = () if agreed else ("two",)
                persons = NotePersons(submission_id=SUBMISSION, agreed=agreed, refused=refused)
                return persons, system("approvals")
            case _:
                given = move.kind == "press"
                noted = NotePress(submission_id=SUBMISSION, victim_id=None, given=given)
                return noted, system("approvals")


@settings(max_examples=1_000)
@given(st.lists(moves, max_size=50).map(lambda some: [*BEGINNING, *some]))
def test_nothing_is_issued_that_not_every_mandate_approved_word_for_word(
    asked: list[Move],
) -> None:
    world = World()
    for move in asked:
        command, by = world.made(move)
        world.ask(command, by)
        if not isinstance(command, NotePress):  # known by its id alone
            assert not world.ask(command, by), "the same ask changed something twice"
    _sound(world.told)


def _sound(told: Sequence[Any]) -> None:
    """Reckon anew, from the facts alone, what the decider should have seen to."""
    mandates: tuple[str, ...] = ()
    authors: set[str] = set()
    approved: dict[str, tuple[int, str]] = {}
    now = (0, "")
    public = ""
    edition = 0
    agreed = over = False
    for event in told:
        if isinstance(event, PressConsentNoted):
            agreed = not event.refused
            continue
        assert not over, "nothing comes after it was withdrawn"
        match event:
            case StatementDrafted():
                mandates, authors = event.mandates, {event.drafted_by}
                now = (1, event.content_hash)
            case StatementRevised():
                assert event.content_hash != now[1]
                if now[1] == public:
                    approved.clear()
                authors.add(event.revised_by)
                now = (event.version, event.content_hash)
            case StatementApprovalVoided():
                del approved[event.mandate]
            case StatementDeclined():
                assert event.mandate not in approved
                assert edition == 0
                mandates = event.mandates
            case StatementApprovalGiven():
                assert event.given_by not in authors
                assert event.given_by == ("holder" if event.mandate == LEAD else "other-holder")
                assert (event.version, event.content_hash) == now
                assert agreed
                approved[event.mandate] = now
            case StatementApproved():
                assert {approved.get(one) for one in mandates} == {now}
            case StatementIssued():
                assert {approved.get(one) for one in event.mandates} == {now}
                assert event.mandates == mandates
                words = Wording(title=event.title, text=event.text, government_view="")
                assert fingerprint(event.kind, ABOUT, words) == now[1] != public
                assert event.issued_by in {"holder", "other-holder", "officer"}
                assert agreed
                edition += 1
                assert event.edition == edition
                public = event.content_hash
            case StatementWithdrawn():
                over = True
            case _:
                pass
