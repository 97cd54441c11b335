"""Visits to follow up (F.3): which are suggested, why, and to whom; counted anew in plain words."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert, update

from portal.casefile.replies.tables import cases, signatures
from portal.followup.recommendations.read_model import RECOMMENDATIONS, recommendations
from portal.followup.replies.read_model import REPLIES
from portal.followup.rounds import suggesting, words
from portal.followup.rounds.read_model import ROUNDS, rounds, rows
from portal.followup.rounds.suggesting import Suggested
from portal.followup.visit_reports.read_model import VISIT_REPORTS, items, reports
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.reference.rounds import YEARLY
from shared.reference.visit_reports import FIRST_ROUND, first_round_on
from tests.portal.stakeholders.test_pages import text
from tests.support.compiled import engine_of
from tests.support.migrated import begin
from tests.support.portal import Pages
from tests.support.ready import ready

R = Role
PAGE, MANDATE, OTHER, STATE = "/rounds", "sr-torture", "wgad", "KEN"
MINE: dict[str, Any] = {"mandates": frozenset({MANDATE})}
DAY, YEAR = timedelta(days=1), FIRST_ROUND
HOLDER = Actor(
    actor_id="holder-1", roles=frozenset({R.MANDATE_HOLDER}), mandates=frozenset({MANDATE})
)
EMPTY = "appears here once its first round is due"


def put(engine: Engine, table: Any, **row: Any) -> None:
    with engine.begin() as conn:
        conn.execute(insert(table).values(**row))


class World:
    """Rows as the read models keep them: reports, recommendations, letters and rounds."""

    def __init__(self, engine: Engine, vault: Vault, now: datetime) -> None:
        self.engine, self.vault, self.now = engine, vault, now
        ready(self.engine, [VISIT_REPORTS, RECOMMENDATIONS, ROUNDS, REPLIES])

    def report(
        self,
        name: str,
        *of: str,
        ago: int = 400,
        stage: str = "published",
        state: str = STATE,
        **also: Any,
    ) -> str:
        """``of``: the mandates whose recommendations it has, one each; the first leads."""
        mission_id = str(derive_id("mission of a suggestion", name))
        of = of or (MANDATE,)
        row = {"stage": stage, "published_at": self.now - ago * DAY, "steps": 1, **also}
        put(self.engine, reports, mission_id=mission_id, mandate=of[0], state=state, **row)
        for number, mandate in enumerate(of):
            self.recommend(mission_id, mandate, number, state)
        return mission_id

    def recommend(self, mission_id: str, mandate: str, number: int, state: str) -> str:
        one = self.row_of(mission_id, number)
        text = self.vault.seal(f"recommendation-{one}", f"Open cell {number}.")
        put(
            self.engine,
            recommendations,
            recommendation_id=one,
            mandate=mandate,
            addressee=state,
            issued_at=self.now,
            text=text,
        )
        put(self.engine, items, mission_id=mission_id, recommendation_id=one, number=number)
        return one

    @staticmethod
    def row_of(mission_id: str, number: int = 0) -> str:
        return str(derive_id("row of a suggestion", mission_id, number))

    def round(self, name: str, *row_ids: str, **also: Any) -> None:
        row = {"mandate": MANDATE, "state": STATE, "opened_at": self.now, "year": 2026, **also}
        row = {"scope": "visit", "due_on": day_of(self.now), **row}
        round_id = str(derive_id("round of a suggestion", name))
        put(self.engine, rounds, round_id=round_id, **row)
        for place, one in enumerate(row_ids):
            put(self.engine, rows, round_id=round_id, recommendation_id=one, place=place)

    def letter(self, name: str, *by: str, ago: int, state: str = STATE) -> None:
        letter = str(derive_id("letter of a suggestion", name))
        row = {"reference": f"UA {name}", "type": "UA", "transmitted_at": self.now - ago * DAY}
        put(self.engine, cases, communication_id=letter, recipient=state, **row)
        for mandate in by or (MANDATE,):
            put(self.engine, signatures, communication_id=letter, mandate=mandate)

    def close(self, one: str) -> None:
        c = recommendations.c
        with self.engine.begin() as conn:
            these = update(recommendations).where(c.recommendation_id == one)
            conn.execute(these.values(closed="implemented"))

    def suggested(self, actor: Actor = HOLDER, on: date | None = None) -> list[Suggested]:
        with self.engine.connect() as conn:
            found = conn.execute(suggesting.suggested(actor, on or day_of(self.now)))
            return [suggesting.of_row(row) for row in found]


@pytest.fixture
def world(portal: Pages) -> World:
    return World(portal.engine, portal.vault, portal.clock())


@pytest.fixture
def on_either(database_url: str) -> Iterator[World]:
    """On SQLite and on PostgreSQL."""
    begin(database_url, database_url)
    engine = engine_of(database_url)
    vault = Vault(engine, [Fernet.generate_key().decode()])
    yield World(engine, vault, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    engine.dispose()


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("published", "presented", "planned", "due"),
    [
        (TODAY, None, None, TODAY + YEAR),
        (TODAY, TODAY + 9 * DAY, None, TODAY + 9 * DAY + YEAR),
        (TODAY, TODAY + 9 * DAY, TODAY + 40 * DAY, TODAY + 40 * DAY),
    ],
)
def test_when_the_first_round_is_due(
    published: date, presented: date | None, planned: date | None, due: date
) -> None:
    assert first_round_on(published, presented, planned) == due


def test_a_report_is_suggested_from_the_day_on_which_its_round_is_due(world: World) -> None:
    world.report("one", ago=0)
    today = day_of(world.now)
    assert world.suggested(on=today + YEAR - DAY) == []
    [one] = world.suggested(on=today + YEAR)
    assert (one.due_on, one.number, one.letters, one.moves) == (today + YEAR, 1, 0, False)


@pytest.mark.parametrize("stage", ["drafting", "submitted", "withdrawn"])
def test_what_is_not_public_is_not_suggested(world: World, stage: str) -> None:
    world.report("one", stage=stage)
    assert world.suggested() == []


def test_a_round_on_any_of_its_recommendations_ends_it(world: World) -> None:
    one = world.report("one", MANDATE, MANDATE)
    world.round("another", "somewhere else")
    world.round("never opened", world.row_of(one, 1), opened_at=None)
    assert [each.number for each in world.suggested()] == [2]
    world.round("its own", world.row_of(one, 1))
    assert world.suggested() == []


def test_it_is_back_a_year_after_the_newest_round_on_it(world: World) -> None:
    """Also where the day planned for the first round is still to come, which no more counts."""
    today = day_of(world.now)
    planned = today + 90 * DAY
    one = world.report("one", MANDATE, MANDATE, presented_on=today, first_round=planned)
    world.round("first", world.row_of(one, 0), opened_at=world.now - 400 * DAY)
    world.round("newest", world.row_of(one, 1), opened_at=world.now - 100 * DAY)
    world.round("of another", world.row_of(one, 1), mandate=OTHER)
    again = today - 100 * DAY + YEARLY
    assert world.suggested(on=again - DAY) == []
    [back] = world.suggested(on=again)
    assert (back.asked_on, back.due_on, back.moves) == (today - 100 * DAY, again, False)
    world.close(world.row_of(one, 0))
    assert [each.number for each in world.suggested(on=again)] == [1]
    world.close(world.row_of(one, 1))
    assert world.suggested(on=again) == []


def test_what_is_closed_needs_no_round(world: World) -> None:
    one = world.report("one")
    world.close(world.row_of(one))
    assert world.suggested() == []


def test_letters_since_are_counted_and_make_nothing_due(world: World) -> None:
    world.report("one", ago=400)
    world.report("young", ago=100)
    for name, ago in (("before", 401), ("since", 399), ("late", 2)):
        world.letter(name, ago=ago)
    world.letter("joint", OTHER, MANDATE, ago=5)
    world.letter("of another", OTHER, ago=5)
    world.letter("elsewhere", ago=5, state="FRA")
    [one] = world.suggested()
    assert one.letters == 3


def test_each_mandate_follows_up_its_own_part_of_a_joint_report(world: World) -> None:
    world.report("joint", OTHER, MANDATE, presented_on=day_of(world.now) - 380 * DAY)
    [one] = world.suggested()
    assert (one.mandate, one.number, one.moves) == (MANDATE, 1, False)
    both = Actor(actor_id="both", roles=HOLDER.roles, mandates=frozenset({MANDATE, OTHER}))
    assert [(each.mandate, each.moves) for each in world.suggested(both)] == [
        (MANDATE, False),
        (OTHER, True),
    ]
    joint = one.mission_id
    world.round("of the other", world.row_of(joint, 0), mandate=OTHER)
    assert [each.mandate for each in world.suggested(both)] == [MANDATE]
    world.round("its own", world.row_of(joint, 1))
    assert world.suggested(both) == []


@pytest.mark.parametrize("role", sorted(frozenset(Role) - {R.MANDATE_HOLDER}))
def test_only_who_works_for_the_mandate_has_suggestions(world: World, role: Role) -> None:
    world.report("one")
    mine = frozenset({MANDATE})
    somebody = Actor(
        actor_id="x", roles=frozenset({role}), states=frozenset({STATE}), mandates=mine
    )
    assert bool(world.suggested(somebody)) is (role is R.HUMAN_RIGHTS_OFFICER)
    stranger = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({OTHER}))
    assert world.suggested(stranger) == []


def test_counted_anew_in_plain_words_it_is_the_same(on_either: World) -> None:
    """Sixty reports by chance, and forty letters."""
    some, today = random.Random(139), day_of(on_either.now)
    made = {one: of for number in range(60) for one, of in [by_chance(on_either, some, number)]}
    letters: list[tuple[int, str, set[str]]] = []
    for number in range(40):
        by = set(some.choices([MANDATE, OTHER], k=2))
        letters.append((some.randrange(700), some.choice([STATE, "FRA"]), by))
        on_either.letter(str(number), *sorted(by), ago=letters[-1][0], state=letters[-1][1])
    expected = {}
    for one, of in made.items():
        open_ = [n for n, mandate in enumerate(of["of"]) if mandate == MANDATE]
        number = len(set(open_) - of["closed"])
        published = day_of(on_either.now - of["ago"] * DAY)
        due = first_round_on(published, of["presented_on"], of["first_round"])
        if of["asked"]:
            due = today - min(of["asked"]) * DAY + YEARLY
        if of["stage"] == "published" and number and due <= today:
            since = [
                ago
                for ago, state, by in letters
                if ago < of["ago"] and state == of["state"] and MANDATE in by
            ]
            expected[one] = (due, number, len(since))
    found = {
        each.mission_id: (each.due_on, each.number, each.letters) for each in on_either.suggested()
    }
    assert found == expected
    assert 5 < len(found) < 40


def by_chance(world: World, some: random.Random, number: int) -> tuple[str, dict[str, Any]]:
    state, today = some.choice([STATE, "FRA"]), day_of(world.now)
    days = {
        "presented_on": some.choice([None, today - some.randrange(200, 600) * DAY]),
        "first_round": some.choice([None, None, today - some.randrange(-90, 90) * DAY]),
    }
    of = some.choices([MANDATE, OTHER], k=some.randrange(1, 4))
    stage = some.choice(["published", "published", "published", "submitted"])
    ago = some.choice([364, 365, 366, *some.sample(range(700), 3)])
    one = world.report(str(number), *of, ago=ago, stage=stage, state=state, **days)
    closed = {n for n in range(len(of)) if some.random() < 0.2}
    for n in closed:
        world.close(world.row_of(one, n))
    asked = []
    for at in range(some.choice([0, 0, 1, 2])):
        row, before = some.randrange(len(of)), some.choice([0, 364, 365, 366, 700])
        opened = world.now - before * DAY
        world.round(f"{number} {at}", world.row_of(one, row), mandate=of[row], opened_at=opened)
        asked += [before] if of[row] == MANDATE else []
    made = {"of": of, "stage": stage, "ago": ago, "state": state, **days}
    return one, {**made, "closed": closed, "asked": asked}


def one_of(**also: Any) -> Suggested:
    given: dict[str, Any] = {
        "mission_id": "m",
        "mandate": MANDATE,
        "state": STATE,
        "published_on": TODAY,
        "presented_on": None,
        "planned": None,
        "asked_on": None,
        "letters": 0,
        "number": 1,
        "leads": True,
    }
    return Suggested(**{**given, **also})


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (one_of(), "since the report was published, on 24 Nov 2026"),
        (one_of(presented_on=TODAY), "since the report was presented, on 24 Nov 2026"),
        (one_of(planned=TODAY), "was planned for 24 Nov 2026"),
        (one_of(letters=1), "1 letter of the mandate was sent"),
        (one_of(letters=3), "3 letters of the mandate were sent"),
        (one_of(), "No round has asked"),
        (one_of(asked_on=TODAY), "since a round last asked about it, on 24 Nov 2026"),
    ],
)
def test_each_reason_is_a_sentence(portal: Pages, one: Suggested, said: str) -> None:
    with portal.app.test_request_context():
        sentences = " ".join(words.due_because(one))
        assert said in sentences
        assert ("No round has asked" in sentences) is (one.asked_on is None)


def test_the_page_leads_to_a_round_with_its_fields_filled_in(portal: Pages, world: World) -> None:
    officer = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **MINE)
    assert EMPTY in text(officer.get(PAGE).text)
    presented = day_of(world.now) - 380 * DAY
    one = world.report("one", MANDATE, MANDATE, presented_on=presented)
    alone = world.recommend("no mission", MANDATE, 9, STATE)
    page = officer.get(PAGE).text
    path = f"{PAGE}/new/{MANDATE}/{STATE}?visit={one}"
    assert path in page.replace("&amp;", "&")
    assert "2 recommendations" in text(page)
    assert "plan another day" not in page
    form = officer.get(path).text
    checked = [part for part in form.split("<input") if "checked" in part.split(">")[0]]
    assert any('value="visit"' in part for part in checked)
    for number in range(2):
        assert any(world.row_of(one, number) in part for part in checked)
    assert not any(alone in part for part in checked)
    plain = officer.get(f"{PAGE}/new/{MANDATE}/{STATE}?visit=nonsense").text
    checked = [part for part in plain.split("<input") if "checked" in part.split(">")[0]]
    assert any('value="state"' in part for part in checked)
    assert any(alone in part for part in checked)


def test_the_holder_who_leads_plans_another_day(portal: Pages, world: World) -> None:
    one = world.report("one", presented_on=day_of(world.now) - 380 * DAY)
    holder = portal.signed_in(R.MANDATE_HOLDER, **MINE)
    assert f"/visit-reports/{one}/follow-up" in holder.get(PAGE).text
    later = day_of(world.now) + 30 * DAY
    with world.engine.begin() as conn:
        these = update(reports).where(reports.c.mission_id == one)
        conn.execute(these.values(first_round=later))
    assert EMPTY in text(holder.get(PAGE).text)


def test_who_is_asked_in_rounds_sees_no_suggestion(portal: Pages, world: World) -> None:
    world.report("one")
    government = portal.signed_in(R.GOVERNMENT, state_codes=frozenset({STATE}))
    assert "Visits to follow up" not in government.get(PAGE).text
