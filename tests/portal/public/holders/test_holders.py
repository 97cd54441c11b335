"""Holders by gender, recounted from facts alone; and what of them is on pages."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from portal.app.read_models import READ_MODELS
from portal.public.holders import counting
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference import GENDERS, mandates
from tests.portal.public.holders.recount import agrees, recount
from tests.portal.public.packs.test_people import _filled
from tests.portal.stakeholders.test_pages import DONE, NAME, text
from tests.stakeholders import test_holder_gender as told
from tests.stakeholders import test_registry as registry
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.terms import TERM, TORTURE, ended, started
from tests.support.twice import of_stakeholders, twice

DAY: Final = timedelta(days=1)
TODAY: Final = date(2026, 11, 24)
MANDATES: Final = list(mandates())[6:26]
FIGURES, ACT = "/en/mandates/figures", f"/mandates/{TORTURE}/terms/{TERM}/gender"


def tell(site: Pages, facts: Sequence[Any]) -> None:
    """Apply each fact twice. What is said of a term comes before it, as it may."""
    early = sorted(facts, key=lambda one: isinstance(one, HolderTermStarted))
    numbered = enumerate(early, 1)
    twice(
        ready(site.engine, READ_MODELS),
        [of_stakeholders(one, n, f"stream-{n % 7}", AT) for n, one in numbered],
    )


def gender(term_id: str, said: str) -> Any:
    return replace(told.RECORDED, term_id=term_id, gender=said)


@dataclass(frozen=True, slots=True)
class World:
    site: Pages
    facts: Sequence[Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    chance = random.Random(3)
    facts: list[Any] = []
    for code in MANDATES:
        day = date(2019, 1, 1) + chance.randint(0, 900) * DAY
        usual = chance.choice(("male", "male", "female", "other"))
        for number in range(chance.randint(0, 3)):
            term = str(derive_id(f"holders {code}", number))
            last = day + chance.randint(300, 1_000) * DAY
            facts.append(started(term, mandate=code, starts_on=day, ends_on=last))
            if chance.random() < 0.3:
                last = day + chance.randint(20, 200) * DAY
                facts.append(ended(term, mandate=code, ended_on=last))
            if chance.random() < 0.8:
                facts.append(gender(term, chance.choice((usual, usual, usual, *GENDERS))))
            day = last + chance.choice((1, 1, 200)) * DAY
    with pages(*sqlite_urls(tmp_path_factory.mktemp("holders"))) as site:
        tell(site, facts)
        yield World(site, facts)


def test_the_figures_are_of_the_terms_and_what_is_published_of_them(world: World) -> None:
    should = recount(world.facts, TODAY, MANDATES)
    agrees(world.site, should, TODAY, MANDATES)
    assert should.never
    assert should.unknown
    assert should.women
    assert {"", "female", "male", "other"} == set().union(*should.years.values())


def test_a_list_says_it_of_who_was_appointed_and_what_is_published_comes_first(
    portal: Pages,
) -> None:
    first = _filled("one", "female", date(2024, 5, 1), "a-holder")
    second = started(
        "second", holder_id="a-holder", starts_on=date(2025, 5, 1), ends_on=date(2026, 5, 1)
    )
    before = started(
        "before", holder_id="a-holder", starts_on=date(2023, 1, 1), ends_on=date(2023, 9, 1)
    )
    silent = _filled("two", "undisclosed", date(2022, 1, 1), "another")
    tell(portal, [*first, second, before, *silent, gender("second", "male")])
    with portal.engine.connect() as conn:
        held = counting.held(conn, TODAY)
    found = {one.first.year: one.gender for one in held}
    assert found == {2022: "", 2023: "", 2024: "female", 2025: "male"}
    regions = {one.first.year: one.region for one in held}
    assert regions == {2022: "AFR", 2023: None, 2024: "AFR", 2025: "AFR"}


def test_everybody_reads_the_figures_and_a_mandate_that_ended_is_in_no_list(portal: Pages) -> None:
    food = started("t-2", mandate="sr-food")
    health = started("t-3", mandate="sr-health")
    end = replace(registry.TERMINATED, mandate="sr-health", ended_on=date(2026, 6, 30))
    created = replace(registry.CREATED, mandate="sr-health")
    men = [gender(one, "male") for one in (TERM, "t-3")]
    tell(portal, [started(), food, health, created, end, *men])
    said = text(portal.visitor().get(FIGURES).text)
    assert f"{mandates()[TORTURE].name} , since 1 Aug 2024" in said
    assert f"{mandates()['sr-food'].name} : not known for 1 of 1 terms" in said
    assert "2026, Female: 0, Male: 2" in said, "a term on record counts until its end is recorded"
    never = said[said.index("Mandates never held by a woman") :]
    assert mandates()["sr-health"].name not in never
    assert "African States 0" in said
    assert "Not recorded 3" in said
    assert f"A woman held 0 of {len(mandates()) - 1} mandates" in never


def test_the_chief_records_what_is_published(portal: Pages) -> None:
    tell(portal, [started(seal=portal.vault.seal), ended()])
    chief = portal.signed_in(Role.CHIEF)
    assert f'href="{ACT}"' in chief.get(f"/en/mandates/{TORTURE}").text
    assert NAME in chief.get(ACT).text
    sent = {"command_id": str(uuid4()), "gender": "female", "source": "A/HRC/60/62"}
    missing = chief.post(ACT, {**sent, "source": ""})
    assert (missing.status_code, not portal.asked) == (422, True)
    portal.answer = httpx.Response(200, json=DONE)
    assert chief.post(ACT, sent).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "record-holder-gender"
    assert body["data"] == {
        "mandate": TORTURE,
        "term_id": TERM,
        "gender": "female",
        "source": "A/HRC/60/62",
    }
    assert chief.get(ACT.replace(TERM, str(uuid4()))).status_code == 404


def test_the_form_has_what_is_on_record(portal: Pages) -> None:
    tell(portal, [started(seal=portal.vault.seal), gender(TERM, "female")])
    page = portal.signed_in(Role.CHIEF).get(ACT).text
    assert 'value="female" checked' in page
    assert 'value="A/HRC/60/62"' in page
