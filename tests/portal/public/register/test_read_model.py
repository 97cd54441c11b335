"""The register holds published facts and nothing else."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from portal.public.history.read_model import HISTORY as HISTORY_LETTERS
from portal.public.register import queries
from portal.public.register.cards import Wanted
from portal.public.register.read_model import REGISTER, dated_key, project
from portal.public.register.tables import grades, letters, recommendations, replies
from portal.web.cases import slug
from shared.contracts.all import CONTRACTS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_publication import (
    CommunicationPublished,
    PublicationWithdrawn,
    RecommendationPublished,
    RecommendationWithdrawn,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationPublished,
)
from shared.core.message import Sealed
from shared.read_models.model import Applier, digest
from tests.support.compiled import engine_of
from tests.support.followup import NOW
from tests.support.publication import (
    SENT,
    TRANSLATED,
    approved,
    arriving,
    awaits,
    embargo,
    ended,
    grade_published,
    logged,
    published,
    recommended,
    redacted,
    reply_published,
    translation_published,
    transmitted,
    withdrawn,
    withheld,
)
from tests.support.ready import ready

PUBLIC = {
    CommunicationPublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationPublished,
    ReplyGradePublished,
    PublicationWithdrawn,
    RecommendationPublished,
    RecommendationWithdrawn,
}
HISTORY = Path(__file__).parents[3] / "contracts" / "history"


def every_fact() -> list[object]:
    """One of each kind there is, of every service, from its golden file."""
    found = []
    for contract in CONTRACTS:
        for name, _ in contract.catalogue:
            version = contract.catalogue.version(name)
            kept = HISTORY / contract.service / f"{name}.v{version}.json"
            found.append(contract.catalogue.decode(name, version, kept.read_bytes()))
    return found


def test_no_fact_but_the_published_ones_changes_the_register() -> None:
    changing = {type(fact) for fact in every_fact() if list(project(arriving(fact)[0]))}
    assert changing == PUBLIC


def test_the_facts_that_change_it_hold_nothing_sealed_but_the_note_of_a_withdrawal() -> None:
    for fact in every_fact():
        if type(fact) in PUBLIC:
            name, _, data = FOLLOWUP.catalogue.encode(fact)
            sealed = [
                key for key, value in json.loads(data).items() if "cipher" in json.dumps(value)
            ]
            assert sealed == (["note"] if name.endswith("-withdrawn") else [])
            for change in project(arriving(fact)[0]):
                assert "note" not in getattr(change, "values", {})


STORY = (
    embargo(),
    awaits(),
    redacted(),
    approved(),
    ended(),
    published(),
    reply_published(),
    translation_published(),
    grade_published("partial"),
    grade_published("full"),
    published("Another.", 4, type="UA", mandates=("sr-food",), recipient="KEN"),
    recommended(),
)


def test_facts_delivered_twice_leave_the_same_tables(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, REGISTER)
    applier.prepare()
    for fact in arriving(*STORY):
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once_each = digest(conn, REGISTER.tables)
        assert conn.execute(select(grades)).one().value == "full"
    applier.drop()
    applier.prepare()
    assert applier.apply(arriving(*STORY)) == len(STORY)
    with engine.connect() as conn:
        assert digest(conn, REGISTER.tables) == once_each
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Engine:
    return engine_of(database_url)


def tell(engine: Engine, *facts: object) -> None:
    applier, _ = ready(engine, (REGISTER, HISTORY_LETTERS))
    applier.apply(arriving(*facts))


def test_letters_that_became_public_at_one_moment_have_one_order(engine: Engine) -> None:
    """Else a list that is cut, or a feed with its mark, changes with how a database reads."""
    tell(engine, *(published("We are concerned.", number) for number in range(1, 9)))
    with engine.connect() as conn:
        found = [one.key for one in queries.latest(conn, 5)]
        every = sorted(conn.scalars(select(letters.c.key)), reverse=True)
    engine.dispose()
    assert found == every[:5]


def test_what_is_taken_back_is_gone_with_all_that_belongs_to_it(engine: Engine) -> None:
    tell(
        engine,
        published(),
        reply_published(),
        translation_published(),
        grade_published(),
        withdrawn(),
    )
    with engine.connect() as conn:
        for table in (letters, replies, grades):
            assert conn.execute(select(table)).all() == [], table.name
        assert queries.by_slug(conn, "AL-FRA-3-2026") is None
    engine.dispose()


def letters_in(some: Iterable[queries.AnyLetter]) -> list[queries.Letter]:
    """Leave out what is from before the platform."""
    return [one for one in some if isinstance(one, queries.Letter)]


def test_a_translation_stands_with_its_reply_is_found_and_is_no_reply(engine: Engine) -> None:
    tell(engine, published(), reply_published(), translation_published())
    with engine.connect() as conn:
        [letter] = letters_in(queries.found(conn, Wanted(words="الشخص"))[0])
        [reply] = queries.replies_to(conn, [letter.communication_id])[letter.communication_id]
        [translation] = reply.translations
        assert (reply.language, translation.language) == ("fr", "ar")
        assert (translation.text, letter.days_to_reply) == (TRANSLATED, 20)
    tell(engine, published(), reply_published(), translation_published(), withdrawn())
    with engine.connect() as conn:
        assert queries.found(conn, Wanted(words="الشخص")) == ([], None)
    engine.dispose()


def test_a_withheld_reply_is_a_placeholder_that_counts_as_a_reply(engine: Engine) -> None:
    tell(engine, published(), withheld())
    with engine.connect() as conn:
        letter = queries.by_slug(conn, "AL-FRA-3-2026")
        assert letter is not None
        [reply] = queries.replies_to(conn, [letter.communication_id])[letter.communication_id]
        assert reply.text is None
        assert letter.days_to_reply == 20
        assert queries.found(conn, Wanted(replied=True))[0] == [letter]
    engine.dispose()


def test_filters_and_facets_leave_out_their_own(engine: Engine) -> None:
    tell(engine, *STORY)
    with engine.connect() as conn:
        all_ = queries.facets(conn, Wanted())
        assert (all_.total, dict(all_.states), dict(all_.types)) == (
            2,
            {"FRA": 1, "KEN": 1},
            {"AL": 1, "UA": 1},
        )
        assert dict(all_.mandates) == {"sr-torture": 1, "wgad": 1, "sr-food": 1}
        assert dict(all_.years) == {2026: 2}
        french = queries.facets(conn, Wanted(state="FRA"))
        assert (french.total, dict(french.states)) == (1, {"FRA": 1, "KEN": 1})
        assert dict(french.types) == {"AL": 1}
        for wanted, number in (
            (Wanted(mandate="wgad"), 3),
            (Wanted(type="UA"), 4),
            (Wanted(joint=True), 3),
            (Wanted(replied=True), 3),
            (Wanted(words="released"), 3),
            (Wanted(words="another"), 4),
        ):
            [letter], after = queries.found(conn, wanted)
            assert (letter.reference, after) == (f"AL FRA {number}/2026", None), wanted
        assert queries.found(conn, Wanted(year=2025)) == ([], None)
    engine.dispose()


def test_pages_follow_one_another_without_gap_or_double(engine: Engine) -> None:
    tell(engine, *(published("One.", number) for number in range(10, 35)))
    with engine.connect() as conn:
        first, after = queries.found(conn, Wanted(), 10)
        second, after = queries.found(conn, Wanted(before=after), 10)
        third, after = queries.found(conn, Wanted(before=after), 10)
    assert [len(first), len(second), len(third), after] == [10, 10, 5, None]
    assert len({one.slug for one in letters_in(first + second + third)}) == 25
    engine.dispose()


def test_recommendations_are_found_by_words_state_and_mandate(engine: Engine) -> None:
    some = [recommended(f"Close cell {n}.", n, addressee="KEN") for n in range(2, 26)]
    tell(engine, recommended(), *some)
    with engine.connect() as conn:
        [one], after, number = queries.found_recommendations(conn, Wanted(words="secret"))
        assert (one.text, after, number) == ("Close the secret cells.", None, 1)
        kenya = Wanted(state="KEN", mandate="sr-torture", words="close cell")
        first, after, number = queries.found_recommendations(conn, kenya)
        assert number == 24
        second, end, number = queries.found_recommendations(
            conn, Wanted(state="KEN", words="close", before=after)
        )
        assert (len(first), len(second), end, number) == (20, 4, None, None)
        assert queries.counted_recommendations(conn, kenya) == 24
        assert queries.counted_recommendations(conn, Wanted()) == 25
        assert queries.found_recommendations(conn, Wanted(mandate="wgad")) == ([], None, 0)
    engine.dispose()


def test_of_a_recommendation_taken_back_only_that_it_was_stays(engine: Engine) -> None:
    public = recommended()
    back = RecommendationWithdrawn(
        recommendation_id=public.recommendation_id,
        addressee=public.addressee,
        mandate=public.mandate,
        issued_at=public.issued_at,
        reason="mistake",
        note=Sealed("recommendation-1", "x"),
        withdrawn_by="account-1",
        withdrawn_at=NOW,
    )
    tell(engine, public, back)
    with engine.connect() as conn:
        assert queries.found_recommendations(conn, Wanted(words="secret"))[0] == []
        [one], _, _ = queries.found_recommendations(conn, Wanted(mandate=public.mandate))
        assert (one.text, one.withdrawn_at) == (None, NOW)
        rows = conn.execute(select(recommendations)).all()
        assert "secret" not in str(rows).lower()
    tell(engine, public, back, replace(public, text="Close all secret cells."))
    with engine.connect() as conn:
        [one], _, _ = queries.found_recommendations(conn, Wanted(words="secret"))
        assert (one.text, one.withdrawn_at) == ("Close all secret cells.", None)
    engine.dispose()


def test_addresses_are_made_of_the_reference_and_keys_grow_with_the_day() -> None:
    assert slug("UA FRA 12/2026") == "UA-FRA-12-2026"
    assert dated_key(SENT, "z") < dated_key(NOW, "a") < 1 << 63


def test_other_facts_are_not_even_near(engine: Engine) -> None:
    tell(engine, transmitted(), logged())
    with engine.connect() as conn:
        assert conn.execute(select(letters)).all() == conn.execute(select(replies)).all() == []
    engine.dispose()
