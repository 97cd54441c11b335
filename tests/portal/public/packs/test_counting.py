"""The numbers of a pack: counted anew from facts alone, and the same whenever a past one is run."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.app.read_models import READ_MODELS
from portal.followup.replies.read_model import REPLIES
from portal.public.packs import counting
from portal.public.packs.counting import SOURCES, Counted
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.public.register.statistics import Reading
from portal.stakeholders.read_model import TERMS
from shared.contracts.followup_publication import CommunicationPublished
from shared.contracts.followup_replies import FollowUpLetterSent
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference.packs import RECORDED_TABLES, hash_of, sound, written
from tests.portal.public.register.history import (
    GENEVA,
    GROUPS,
    KINDS,
    TYPES,
    WITHIN,
    Told,
    letters_told,
    public_after,
    statements_told,
)
from tests.support.coverage import States
from tests.support.followup import NOW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving
from tests.support.ready import ready
from tests.support.terms import ended, started
from tests.support.twice import of_stakeholders, twice

TODAY = date(2026, 11, 24)
YEAR = 2025
READING = Reading(today=TODAY, within=WITHIN)
Numbers = dict[str, dict[str, tuple[int, ...]]]


def told_by(chance: random.Random) -> tuple[list[object], list[object]]:
    """Return a history of letters, some of which follow up another, and one of statements."""
    letters = letters_told(chance, 150, NOW)
    ids = [one.communication_id for one in letters if isinstance(one, CommunicationPublished)]
    for _ in range(40):
        earlier, later = chance.sample(ids, 2)
        sent = FollowUpLetterSent(
            communication_id=earlier,
            follow_up_id=later,
            reference="AL KEN 1/2025",
            recipient="KEN",
            mandates=("wgad",),
            sent_at=NOW,
        )
        letters.insert(chance.randrange(len(letters)), sent)
    return letters, statements_told(chance, 60, NOW)


def tell(portal: Pages, letters: Sequence[Published], statements: Sequence[Published]) -> None:
    for _ in range(2):
        for model in (REGISTER, REPLIES):
            Applier(portal.engine, model).apply(letters)
        Applier(portal.engine, REGISTER_STATEMENTS).apply(statements)


def count(portal: Pages, reading: Reading = READING, year: int = YEAR, **more: Any) -> Counted:
    with portal.engine.connect() as conn:
        return counting.counted(conn, year, reading, **more)


def numbers(found: Counted) -> Numbers:
    return {one.key: {row.key: row.values for row in one.rows} for one in found.tables}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield built


def expected(told: Told, follow_ups: Mapping[str, set[str]]) -> Numbers:
    """Count from facts alone: no table, no card."""
    letters = [one for one in told.letters.values() if one.reference.endswith(str(YEAR))]

    def days(one: CommunicationPublished, *, substantive: bool) -> list[int]:
        sent = one.transmitted_at.astimezone(GENEVA).date()
        return [
            (each.received_at.astimezone(GENEVA).date() - sent).days
            for each in told.replies.values()
            if each.communication_id == one.communication_id
            and (each.kind == "substantive") is substantive
        ]

    def is_due(one: CommunicationPublished) -> bool:
        return one.transmitted_at.astimezone(GENEVA).date() < TODAY - timedelta(days=WITHIN)

    def follows(one: CommunicationPublished) -> bool:
        return bool(follow_ups.get(one.communication_id, set()) & told.letters.keys())

    def sent(some: Sequence[CommunicationPublished]) -> tuple[int, ...]:
        joint = sum(len(one.mandates) > 1 for one in some)
        return len(some), joint, sum(map(follows, some))

    def replied(some: Sequence[CommunicationPublished]) -> tuple[int, ...]:
        due = [one for one in some if is_due(one)]
        real = [took for one in due if (took := days(one, substantive=True))]
        other = sum(
            bool(days(one, substantive=False)) and not days(one, substantive=True) for one in due
        )
        return len(some), len(due), len(real), sum(min(one) <= WITHIN for one in real), other

    _, due, answered, in_time, other = replied(letters)
    every = sum(bool(days(one, substantive=True)) for one in letters)
    issued = [
        one
        for one in told.statements.values()
        if one.first_issued_at.astimezone(GENEVA).year == YEAR
    ]
    mandates = sorted({code for one in letters for code in one.mandates})
    return {
        "facts": {
            **{
                key: (number,)
                for key, number in zip(
                    ("letters", "joint", "follow_up"), sent(letters), strict=True
                )
            },
            "answered": (every,),
            "statements": (len(issued),),
        },
        "types": {code: sent([one for one in letters if one.type == code]) for code in TYPES},
        "mandates": {
            code: sent([one for one in letters if code in one.mandates]) for code in mandates
        },
        "rates": {
            "substantive": (answered, due),
            "in_time": (in_time, due),
            "any_reply": (answered + other, due),
            "of_all": (every, len(letters)),
        },
        "groups": {
            group or "none": replied([one for one in letters if GROUPS[one.recipient] == group])
            for group in {*GROUPS.values()}
        },
        "states": {
            code: replied([one for one in letters if one.recipient == code])
            for code in {one.recipient for one in letters}
        },
        "statements": {
            kind: (
                sum(one.kind == kind for one in issued),
                sum(one.kind == kind and len(one.mandates) > 1 for one in issued),
            )
            for kind in KINDS
        },
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_each_number_is_that_of_the_facts_and_a_past_pack_gives_the_past_numbers(
    portal: Pages, tmp_path: Path, seed: int
) -> None:
    letters, statements = told_by(random.Random(seed))
    told = arriving(*letters), arriving(*statements, topic="approvals.events")
    tell(portal, told[0][:300], told[1][:60])
    past = count(portal)
    frozen = hash_of(written(YEAR, 0, TODAY, WITHIN, past.tables))
    tell(portal, *told)
    now = count(portal)
    assert now.tables != past.tables
    assert sound(now.tables)

    follow_ups: dict[str, set[str]] = {}
    for one in letters:
        if isinstance(one, FollowUpLetterSent):
            follow_ups.setdefault(one.follow_up_id, set()).add(one.communication_id)
    assert numbers(now) == expected(public_after([*letters, *statements]), follow_ups)

    reached = {(one.topic, one.partition): one.position for one in past.position}
    again = [
        [one for one in some if one.position <= reached[one.topic, one.partition]] for some in told
    ]
    (tmp_path / "again").mkdir()
    with pages(*sqlite_urls(tmp_path / "again")) as anew:
        ready(anew.engine, READ_MODELS)
        tell(anew, again[0], again[1])
        rerun = count(anew)
    assert hash_of(written(YEAR, 0, TODAY, WITHIN, rerun.tables)) == frozen
    assert rerun.position == past.position
    assert {one.read_model for one in past.position} <= set(SOURCES)


def test_without_facts_there_is_no_table_and_no_nought(portal: Pages) -> None:
    assert count(portal).tables == ()


def test_a_year_before_the_first_text_has_no_nought(portal: Pages) -> None:
    letters, statements = told_by(random.Random(1))
    tell(portal, arriving(*letters), arriving(*statements, topic="approvals.events"))
    with portal.engine.connect() as conn:
        first = counting.first_year(conn)
    assert first is not None
    assert {"facts", "types"} <= numbers(count(portal, year=first)).keys()
    assert count(portal, year=first - 9).tables == ()


def test_invitations_visits_and_seats_are_as_they_are_recorded(portal: Pages) -> None:
    states = States(portal.engine)
    states.recorded("invitation", KEN="yes", CHE="no", NPL="yes", VAT="na")
    states.adopted("visit", "treaties")
    states.recorded("visit", KEN="2019-05-17", CHE="never", FRA="elsewhere", VAT="na", UGA="never")
    states.recorded("requests", UGA="2", CHE="0")
    assert "invited" not in numbers(count(portal)), "it is not in the set in force"
    states.adopted()
    appliers = ready(portal.engine, READ_MODELS)
    model = [one for one in appliers if one.model.consumer == TERMS.consumer]
    facts = [
        started(),
        started("second", mandate="wgad", seat="AFR", number=2),
        started("gone", mandate="sr-food"),
        ended("gone", mandate="sr-food", ended_on=date(2025, 6, 30)),
        started("later", mandate="sr-housing", starts_on=date(2026, 8, 1)),
    ]
    for number, fact in enumerate(facts, 5_000_000):
        twice(model, [of_stakeholders(fact, number, "terms-1", NOW)])
    found = numbers(count(portal))
    assert found["invited"] == {"KEN": (), "NPL": ()}
    assert found["invitations"]["AFR"] == (1, 0, 0, 53)
    assert sum(map(sum, found["invitations"].values())) == 195
    assert found["never_visited"] == {"CHE": (), "UGA": ()}
    assert found["never_asked"] == {"UGA": ()}
    assert found["visited"] == {
        "visited": (1,),
        "elsewhere": (1,),
        "never": (2,),
        "not_applicable": (1,),
        "no_data": (190,),
    }
    assert found["holders"] == {"thematic": (2, 1, 1)}
    assert sum(each[2] for each in found["invitations"].values()) == 1
    assert found["facts"] == {"holders": (2,)}

    # what is recorded today stands under no older year, and a corrigendum keeps what was
    assert not numbers(count(portal, year=YEAR - 1)).keys() & {*RECORDED_TABLES}
    before = count(portal).tables
    states.recorded("visit", NPL="never")
    kept = numbers(count(portal, before=before, reason="counting"))
    assert kept["never_visited"] == found["never_visited"]
    anew = numbers(count(portal, before=before, reason="recorded"))
    assert anew["never_visited"] == {"CHE": (), "NPL": (), "UGA": ()}
    assert sound(count(portal, before=before, reason="counting").tables)
