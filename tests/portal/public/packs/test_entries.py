"""External support and other posts: the Chief records them, and packs have them with a source."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.app.read_models import READ_MODELS
from portal.public.packs import counting, entries, queries, showing
from portal.public.packs.entries import ENTRIES
from portal.public.register.statistics import Reading
from shared.contracts.stakeholders_pack_commands import DraftStatisticsPack, FreezeStatisticsPack
from shared.contracts.stakeholders_pack_entries import RecordPackEntry
from shared.contracts.stakeholders_packs import PackTable
from shared.core.roles import Role
from shared.reference.packs import DEFINITIONS
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders.test_pack_entries import RECORDED, TAKEN_BACK, YEAR
from tests.support.organisations import asked_for
from tests.support.packs import CHIEF, Packs
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

DESK = f"/statistics-packs-desk/recorded/{YEAR}"
TODAY = date(YEAR + 1, 11, 24)


class Recorded:
    def __init__(self, portal: Pages) -> None:
        self.portal, self.told = portal, 0
        ready(portal.engine, READ_MODELS)
        self.appliers = ready(portal.engine, [ENTRIES])

    def tell(self, fact: object) -> None:
        self.told += 1
        twice(self.appliers, [of_stakeholders(fact, self.told, "packentries", self.portal.clock())])

    def count(
        self, before: list[PackTable] | None = None, reason: str | None = None, **by: int
    ) -> list[PackTable]:
        with self.portal.engine.connect() as conn:
            of = Reading(today=TODAY, within=60)
            found = counting.counted(conn, YEAR, of, before=before, reason=reason, **by)
        return [one for one in found.tables if one.key in {"support", "posts"}]


@pytest.fixture
def recorded(portal: Pages) -> Recorded:
    return Recorded(portal)


def test_the_chief_records_and_corrects_and_the_desk_reads(
    portal: Pages, recorded: Recorded
) -> None:
    chief, desk = portal.signed_in(Role.CHIEF), portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "will appear here" in chief.get(DESK).text
    assert chief.get(f"/statistics-packs-desk/recorded/{YEAR + 20}").status_code == 404
    led = chief.get(DESK).text
    assert all(f'/recorded/{one}"' in led for one in range(2000, YEAR)), "also for a corrigendum"
    typed = {
        "command_id": str(uuid4()),
        "row": "sr-torture",
        "funders": "2",
        "thousands": "150",
        "in_kind": "1",
        "source": "A/HRC/61/4/Add.1",
        "dated_on": f"{YEAR}-12-20",
    }
    path = f"{DESK}/support"
    for wrong in ({"row": "nobody"}, {"source": "told"}, {"funders": ""}, {"dated_on": ""}):
        assert chief.post(path, {**typed, **wrong}).status_code == 422, wrong
    assert "150" in chief.post(path, typed).text, "it is read through first"
    assert not portal.asked
    assert chief.post(path, {**typed, "checked": "send"}).status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    command = TypeAdapter(RecordPackEntry).validate_python(data)
    assert (kind, command.values, command.seen) == ("record-pack-entry", (2, 150, 1), 0)
    recorded.tell(RECORDED)
    page = text(desk.get(DESK).text)
    assert "Source: A/HRC/61/4/Add.1" in page
    assert "Correct this row" not in page
    assert desk.get(path).status_code == 403
    one = f"{path}/sr-torture"
    assert 'value="150"' in chief.get(one).text
    assert 'value="sr-torture"' not in chief.get(path).text
    chief.post(one, {**typed, "seen": "1", "thousands": "160", "checked": "send"})
    assert asked_for(portal.asked[-1])[1]["values"] == [2, 160, 1]
    assert "Take it back" in chief.get(f"{one}/take-back").text
    chief.post(f"{one}/take-back", {**typed, "seen": "1"})
    assert asked_for(portal.asked[-1])[0] == "take-back-pack-entry"
    recorded.tell(TAKEN_BACK)
    assert chief.get(one).status_code == 404


def test_a_pack_has_what_stood_and_a_corrigendum_for_that_reason_what_stands(
    portal: Pages, recorded: Recorded
) -> None:
    recorded.tell(RECORDED)
    first = recorded.count()
    assert [(one.key, one.rows[0].values) for one in first] == [("support", (2, 150, 1))]
    assert recorded.count(definitions=2) == [], "a past pack is counted by its own definitions"
    hour = timedelta(hours=1)
    at = RECORDED.recorded_at
    recorded.tell(
        replace(RECORDED, step=2, values=(2, 9, 1), source="A/61/1", recorded_at=at + hour)
    )
    assert recorded.count(first, "counting") == first
    now = recorded.count(first, "entered")
    assert now[0].rows[0].values == (2, 9, 1)
    assert recorded.count([], "definition", was=2) == now, "it was in no edition before"

    def sources(when: datetime, some: list[PackTable]) -> object:
        with portal.engine.connect() as conn:
            return entries.sources(conn, YEAR, when, some)

    old, new = (RECORDED.source, RECORDED.dated_on), ("A/61/1", RECORDED.dated_on)
    assert sources(at, first) == {"support": [old]}
    assert sources(at + 2 * hour, first) == {"support": [old]}, "its numbers are from there"
    assert sources(at + 2 * hour, now) == {"support": [new]}
    assert sources(at, now) == {"support": []}


def test_everybody_reads_it_with_its_source(portal: Pages, recorded: Recorded) -> None:
    recorded.tell(RECORDED)
    tables, at = tuple(recorded.count()), RECORDED.recorded_at + timedelta(hours=1)
    drafted = DraftStatisticsPack(
        year=YEAR,
        number=0,
        reason=None,
        as_of=at.date(),
        within=60,
        position=(),
        tables=tables,
        definitions=DEFINITIONS,
    )
    packs = Packs(portal.engine)
    (fact,) = packs.do(drafted, at=at)
    packs.do(FreezeStatisticsPack(year=YEAR, number=0, hash=fact.hash), by=CHIEF, at=at)
    old = replace(drafted, year=YEAR - 1, tables=(), definitions=2)
    (before,) = packs.do(old, at=at)
    packs.do(FreezeStatisticsPack(year=YEAR - 1, number=0, hash=before.hash), by=CHIEF, at=at)
    chief, why = portal.signed_in(Role.CHIEF), "or other posts were recorded since"
    assert why in chief.get(f"/statistics-packs-desk/{YEAR}/correct").text
    assert why not in chief.get(f"/statistics-packs-desk/{YEAR - 1}/correct").text
    page = text(portal.visitor().get(f"/en/statistics-packs/{YEAR}/0").text)
    assert page.index("External support by mandate") < page.index("Source: A/HRC/61/4/Add.1")
    told = portal.visitor().get(f"/statistics-packs/{YEAR}/0/pack.csv").text
    assert "support,support,sr-torture,thousands,150" in told
    with portal.engine.connect() as conn:
        one = queries.one(conn, YEAR, 0)
    assert one
    with portal.app.test_request_context():
        (section,) = [each for each in showing.sections(one) if each.key == "support"]
        assert section.sources == [f"Source: A/HRC/61/4/Add.1, 20 Dec {YEAR}"]
