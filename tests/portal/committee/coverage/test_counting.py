"""The columns that are counted, counted again from the facts alone, on both databases.

The recount reads no table: it is another way to the same numbers.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.committee.coverage import counting
from portal.committee.coverage.counting import Register
from portal.followup.publication.read_model import PUBLICATION
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.stakeholders.contacts.read_model import CONTACTS
from portal.web.kept import Kept
from shared.contracts.followup import (
    ImplementationAssessed,
    RecommendationIssued,
    ReplyDue,
)
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EmbargoSet,
    PublicationWithdrawn,
    RecommendationPublished,
    RecommendationWithdrawn,
    ReplyAwaitsPublication,
    ReplyPublished,
    ReplyWithheld,
)
from shared.contracts.followup_recommendations import RecommendationClosed
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.platform.tables import make_engine
from shared.reference import mandates
from shared.reference.coverage import covered
from tests.portal.committee.coverage.recount import recounted
from tests.support.followup import arriving
from tests.support.ready import ready

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
TODAY = day_of(NOW)
NOBODY = Register(entries={}, states={}, grades={})
STATES = ("KEN", "FRA", "VAT", "OTH")
MANDATES = ("sr-torture", "sr-food", "sr-iran")
UNSEALED = Sealed("nobody", "")


@pytest.fixture
def any_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()


def told(engine: Engine, facts: list[Any]) -> dict[str, dict[str, str]]:
    arrived = arriving(facts)
    *heard, _ = ready(engine, [PUBLICATION, REPLIES, RECOMMENDATIONS, CONTACTS])
    for applier in heard:
        applier.apply(arrived)
        applier.apply(arrived)
    with engine.connect() as conn:
        return counting.counted(conn, NOBODY, TODAY)


@pytest.mark.parametrize("seed", range(6))
def test_the_tables_say_what_the_facts_say(any_engine: Engine, seed: int) -> None:
    facts = list(history(Random(seed)))  # a test's own
    found = told(any_engine, facts)
    for key, column in recounted(facts, TODAY).items():
        assert found[key] == column, key
    assert any(one not in {"0", "na"} for one in found["replies"].values())


def test_nothing_happened_is_no_letter_and_no_share(any_engine: Engine) -> None:
    found = told(any_engine, [])
    assert set(found["letters"].values()) == {"0"}
    assert set(found["replies"].values()) == {"na"}
    assert set(found["recommendations"].values()) == {"0"}
    thematic = sum(one.kind == "thematic" for one in mandates().values())
    assert set(found["themes"].values()) == {str(thematic)}
    assert (found["nhri"], found["organisations"]) == ({}, {})
    assert all(found[key].keys() == covered().keys() for key in ("letters", "replies", "themes"))


def test_a_letter_under_embargo_changes_no_number(any_engine: Engine) -> None:
    sent = NOW - timedelta(days=90)
    before_ = told(any_engine, list(letter("a", "KEN", sent)))
    again = told(any_engine, [*letter("a", "KEN", sent), *letter("b", "KEN", sent, public=False)])
    assert again == before_
    assert again["letters"]["KEN"] == "1"


class _Shared(dict[Any, Any]):
    """What a process keeps, while another thread counts the next day."""

    def __setitem__(self, day: Any, numbers: Any) -> None:
        super().__setitem__(day, numbers)
        self.clear()


def test_at_midnight_two_threads_count_two_days(
    any_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(RECOMMENDATIONS.consumer, make=lambda _: _Shared())
    monkeypatch.setattr(counting, "_COUNTED", kept)
    assert set(told(any_engine, [])["recommendations"].values()) == {"0"}


def letter(
    name: str,
    state: str,
    sent: datetime,
    *,
    signed: tuple[str, ...] = ("sr-torture",),
    days: int = 60,
    public: bool = True,
) -> Iterator[Any]:
    id_ = str(derive_id("letter", name))
    yield EmbargoSet(
        communication_id=id_,
        reference=f"AL {state} {name}/2026",
        type="AL",
        recipient=state,
        mandates=signed,
        transmitted_at=sent,
        embargo_until=sent + timedelta(days=60),
    )
    yield ReplyDue(
        communication_id=id_,
        reference=f"AL {state} {name}/2026",
        type="AL",
        recipient=state,
        mandates=signed,
        transmitted_at=sent,
        due_at=sent + timedelta(days=days),
    )
    if public:
        yield CommunicationPublished(
            communication_id=id_,
            edition=1,
            reference=f"AL {state} {name}/2026",
            type="AL",
            recipient=state,
            mandates=signed,
            transmitted_at=sent,
            text="A letter.",
            published_at=sent + timedelta(days=60),
        )


def history(chance: Random) -> Iterator[Any]:
    """Letters with and without replies, published, withheld and withdrawn; recommendations."""
    for number in range(60):
        sent = NOW - timedelta(days=chance.randint(1, 1_200), hours=chance.randint(0, 23))
        state = chance.choice(STATES)
        signed = tuple(chance.sample(MANDATES, chance.randint(1, 3)))
        public = chance.random() < 0.8
        yield from letter(str(number), state, sent, signed=signed, public=public)
        yield from replies(chance, str(derive_id("letter", str(number))), sent, number)
        if public and chance.random() < 0.1:
            yield PublicationWithdrawn(
                communication_id=str(derive_id("letter", str(number))),
                transmitted_at=sent,
                mandates=signed,
                replies=(),
                reason="error",
                note=UNSEALED,
                withdrawn_by="holder",
                withdrawn_at=NOW,
            )
        yield from recommendation(chance, number, state)


def replies(chance: Random, letter_id: str, sent: datetime, number: int) -> Iterator[Any]:
    for nth in range(chance.randint(0, 2)):
        reply_id = str(derive_id("reply", number, nth))
        kind = chance.choice(("substantive", "acknowledgement"))
        at = sent + timedelta(days=chance.choice((10, 59, 60, 61, 200)))
        yield ReplyAwaitsPublication(
            communication_id=letter_id,
            reply_id=reply_id,
            kind=kind,
            language="fr",
            confidential_by_state=False,
            received_at=at,
        )
        shown = chance.random()
        if shown < 0.5:
            yield ReplyPublished(
                communication_id=letter_id,
                reply_id=reply_id,
                kind=kind,
                language="fr",
                received_at=at,
                text="A reply.",
                published_at=NOW,
            )
        elif shown < 0.8:
            yield ReplyWithheld(
                communication_id=letter_id,
                reply_id=reply_id,
                kind=kind,
                received_at=at,
                withheld_at=NOW,
            )


def recommendation(chance: Random, number: int, state: str) -> Iterator[Any]:
    id_ = str(derive_id("recommendation", number))
    at = NOW - timedelta(days=chance.randint(1, 1_500))
    same: dict[str, Any] = {"recommendation_id": id_, "addressee": state, "mandate": "sr-torture"}
    yield RecommendationIssued(
        **same, communication_id=None, text=UNSEALED, issued_by="holder", issued_at=at
    )
    if chance.random() < 0.7:
        yield RecommendationPublished(
            **same,
            communication_id=None,
            issued_at=at,
            text="Do it.",
            published_by="holder",
            published_at=NOW,
        )
    for grade in chance.choice([(), (), (), ("fully",), ("fully", "not")]):
        yield ImplementationAssessed(
            **same,
            scheme="implementation-2",
            grade=grade,
            rationale=UNSEALED,
            assessed_by="holder",
            assessed_at=NOW,
        )
    if chance.random() < 0.1:
        yield RecommendationClosed(
            **same, reason="merged", by_id="1", note=UNSEALED, closed_by="holder", closed_at=NOW
        )
    if chance.random() < 0.1:
        yield RecommendationWithdrawn(
            **same,
            issued_at=at,
            reason="error",
            note=UNSEALED,
            withdrawn_by="holder",
            withdrawn_at=NOW,
        )
