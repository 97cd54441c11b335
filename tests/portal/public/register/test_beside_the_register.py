"""Reports on visits, follow-up tables and calls for input: events of the profile and briefings."""

import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pydantic_core import to_json

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register import events, signed
from portal.public.register.briefing import Asked, Briefing
from portal.public.register.events import Event
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.public.register.statistics import Figures, Reading
from shared.contracts.followup_input_commands import EndInputCall
from shared.contracts.followup_round_commands import TakeTableBack
from shared.contracts.followup_visit_report_commands import WithdrawVisitReport
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals.statements import ISSUED
from tests.portal.public.register.conftest import rows
from tests.portal.public.register.test_signing import QUERY, Desk
from tests.support.followup import assessed, issued, tell
from tests.support.followup import published as recommendation_published
from tests.support.inputs import Inputs
from tests.support.missions import MANDATE, Missions
from tests.support.portal import Pages
from tests.support.publication import arriving
from tests.support.rounds import HOLDER, Rounds
from tests.support.visit_reports import ITEM, SYMBOL, Reports, ended

KENYA, SWISS = "/en/register/states/KEN", "/en/register/states/CHE"
TABLE = "A/HRC/64/52/Add.3"


def briefing(portal: Pages, page: str, query: str = "") -> dict[str, Any]:
    answer = portal.visitor().get(f"{page}/briefing.json?{query}")
    found: dict[str, Any] = json.loads(answer.text)
    return found


def timeline(portal: Pages, page: str, query: str = "") -> str:
    shown = unescape(portal.visitor().get(f"{page}?{query}").text)
    return shown.partition('id="events"')[2]


def reported(portal: Pages) -> Reports:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    return Reports(ended(missions)).to("published")


def tabled(portal: Pages) -> Rounds:
    rounds = Rounds(portal.engine, portal.vault, portal.clock.at)
    rounds.recommend()
    rounds.opened()
    rounds.compile()
    rounds.send()
    rounds.publish()
    return rounds


def stated(portal: Pages, told: list[object], first: date, *mandates: str) -> None:
    """Tell of a statement on a visit of Kenya on these days, after those told before."""
    at = portal.clock.at
    one = replace(
        ISSUED, statement_id=str(derive_id(first, *mandates)), kind="end_of_mission",
        states=("KEN",), mandates=mandates, visit_from=first, visit_to=first + timedelta(days=7),
        title="Ending", first_issued_at=at, issued_at=at,
    )  # fmt: skip
    told.append(one)
    Applier(portal.engine, REGISTER_STATEMENTS).apply(arriving(*told, topic="approvals.events"))


def test_a_report_is_a_visit_of_its_own_until_a_statement_tells_of_the_same_one(
    portal: Pages,
) -> None:
    """Its days are nobody's to know before a statement says them."""
    reports = reported(portal)
    mission, on = reports.missions.mission_id, day_of(portal.clock())
    [one] = briefing(portal, KENYA)["items"]
    assert (one["kind"], one["symbol"], one["mandates"]) == ("report", SYMBOL, [MANDATE])
    assert (one["on"], one["visit"], one["text"]) == (on.isoformat(), [None, None], None)
    assert one["address"].endswith(f"/country-visits/reports/{mission}")
    assert briefing(portal, KENYA)["numbers"]["visits"] == 1
    part = timeline(portal, KENYA)
    assert f'/country-visits/reports/{mission}"' in part
    assert "Report on a visit" in part
    assert ITEM not in part
    told: list[object] = []
    stated(portal, told, on, "wgad", "sr-water")
    assert briefing(portal, KENYA)["numbers"]["visits"] == 2, "another mandate's"
    stated(portal, told, on + timedelta(days=1), MANDATE)
    assert briefing(portal, KENYA)["numbers"]["visits"] == 3, "on other days"
    stated(portal, told, on, MANDATE, "wgad")
    found = briefing(portal, KENYA)
    assert found["numbers"]["visits"] == 3
    days = [on.isoformat(), (on + timedelta(days=7)).isoformat()]
    assert [each["visit"] for each in found["items"] if each["kind"] == "report"] == [days]
    page = unescape(portal.visitor().get(KENYA).text)
    part = page.partition("with what was issued on them")[2].partition("</table>")[0]
    both = [row for row in rows(part) if SYMBOL in row[3]]
    assert [("Ending" in row[3], row[1]) for row in both] == [(True, "24 Nov 2026")]
    reports.ask(WithdrawVisitReport, reason="mistake", note=None)
    assert {each["kind"] for each in briefing(portal, KENYA)["items"]} == {"visit"}
    assert SYMBOL not in timeline(portal, KENYA)


def test_a_public_table_and_a_public_call_are_events_while_they_are_public(portal: Pages) -> None:
    rounds = tabled(portal)
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    inputs = Inputs(portal, missions)
    call = inputs.issue("Tell us of Prison Quay.")
    inputs.issue("Tell us, in private.", public=False)
    [table] = briefing(portal, SWISS)["items"]
    assert (table["kind"], table["type"], table["symbol"]) == ("followup", "2026", TABLE)
    assert table["address"].endswith(f"/follow-up/{rounds.round_id}")
    [asked] = briefing(portal, KENYA)["items"]
    closes = day_of(portal.clock()) + timedelta(days=28)
    assert (asked["kind"], asked["until"]) == ("call", closes.isoformat())
    assert asked["address"].endswith(f"/calls-for-input/{call}")
    assert "Until 22 Dec 2026" in timeline(portal, KENYA)
    assert f"Follow-up table 2026</a> <bdi>{TABLE}</bdi>" in timeline(portal, SWISS)
    for query, there in (("kind=followup", True), ("kind=report", False), ("year=1999", False)):
        assert (TABLE in timeline(portal, SWISS, query)) == there, query
    assert briefing(portal, SWISS, "since=2027")["items"] == []
    rounds.ask(TakeTableBack, HOLDER, version=rounds.state.published, reason="mistake")
    gone = EndInputCall(
        call_id=call, mission_id=missions.mission_id, mandate=MANDATE, seen=1, how="withdrawn"
    )
    inputs.ask_call(gone)
    for page in (KENYA, SWISS):
        assert briefing(portal, page)["items"] == []
        assert "appear here once they are published" in timeline(portal, page)


def test_a_call_that_is_over_stays_an_event(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    inputs = Inputs(portal, missions)
    inputs.issue("Tell us of Prison Quay.")
    portal.clock.forward(timedelta(days=40))
    assert [one["kind"] for one in briefing(portal, KENYA)["items"]] == ["call"]


def test_files_have_the_same_lines_with_their_sources(portal: Pages) -> None:
    reported(portal)
    tabled(portal)
    for page in (KENYA, SWISS):
        told = briefing(portal, page)["items"]
        book = load_workbook(io.BytesIO(portal.visitor().get(f"{page}/briefing.xlsx").data))
        lines = [*book["Sources"].iter_rows(values_only=True)][1:]
        assert [(line[2], line[9]) for line in lines] == [
            (one["symbol"], one["address"]) for one in told
        ]
        shown = unescape(portal.visitor().get(f"{page}/briefing").text)
        assert told[0]["symbol"] in shown
        numbers = dict(re.findall(r'__key">([^<]+)</dt><dd[^>]*>([^<]+)</dd>', shown))
        assert numbers["Follow-up tables"] == str(int(page == SWISS))


def test_a_sign_off_is_void_once_a_report_is_published(portal: Pages) -> None:
    desk = Desk(portal)
    desk.visitor = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    stated(portal, [], date(2026, 1, 5), MANDATE)
    command = desk.act(f"/treaty-briefings/sign/KEN?{QUERY}")
    desk.rule(command)
    own = f"/treaty-briefings/{command.briefing_id}"
    assert "Nothing changed." in desk.read(own)
    reported(portal)
    page = desk.read(own)
    assert "New lines: 1." in page
    assert "Report on a visit" in page


def test_a_briefing_says_the_last_grades_of_a_public_recommendation(portal: Pages) -> None:
    """With the scheme, the day and by whom (G.3); another grade voids a signature."""
    public = recommendation_published()
    at = portal.clock.at
    graded = replace(assessed("fully"), assessed_at=at + timedelta(hours=1))
    story = [issued(), replace(assessed("not"), scheme="hrc-follow-up", grade="c", assessed_at=at)]
    tell(portal.engine, REGISTER, [public])
    tell(portal.engine, RECOMMENDATIONS, story)
    [one] = briefing(portal, SWISS)["items"]
    assert one["implementation"] == [], "it is not known as public yet"
    tell(portal.engine, RECOMMENDATIONS, [*story, public])
    desk = Desk(portal)
    desk.visitor = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"}))
    desk.rule(desk.act(f"/treaty-briefings/sign/CHE?{QUERY}"))
    assert briefing(portal, SWISS, QUERY)["sign_off"]["state"] == "signed-off"
    tell(portal.engine, RECOMMENDATIONS, [*story, public, graded])
    assert briefing(portal, SWISS, QUERY)["sign_off"]["state"] == "draft"
    [one] = briefing(portal, SWISS)["items"]
    on = {"mandate": "sr-torture", "on": "2026-11-24"}
    assert one["implementation"] == [
        {"scheme": "hrc-follow-up", "grade": "c", **on},
        {"scheme": "implementation", "grade": "fully", **on},
    ]
    page = unescape(portal.visitor().get(f"{SWISS}/briefing").text)
    said = "Implementation (treaty-body practice): Fully implemented (SR torture, 24 Nov 2026)"
    assert said in page
    book = load_workbook(io.BytesIO(portal.visitor().get(f"{SWISS}/briefing.xlsx").data))
    assert said in str([*book["Sources"].iter_rows(values_only=True)][1][5])
    assert f'href="{SWISS}/briefing.ods"' in page
    opened = portal.visitor().get(f"{SWISS}/briefing.ods")
    assert opened.headers["Content-Disposition"].endswith('.ods"')
    assert said in ZipFile(io.BytesIO(opened.data)).read("content.xml").decode()


def test_a_line_of_before_has_the_hash_that_it_had() -> None:
    """Otherwise every briefing that was signed off would be said to have changed."""
    on = date(2026, 3, 1)
    event = Event(
        on=on, year=2026, kind="recommendation", key=7, mandates=("wgad",), title="T", symbol="S"
    )
    numbers = Figures(
        letters=0, past=0, joint=0, replied=0, days=None, due=0, answered=0, in_time=0
    )
    one = Briefing(
        asked=Asked(state="KEN"), events=[event], numbers=numbers, grades={}, replied={},
        reading=Reading(today=on, within=60),
    )  # fmt: skip
    [line] = signed.lines(one, {event.place: "Text."})
    said: tuple[object, ...] = (
        on,
        2026,
        "",
        "",
        "T",
        "S",
        ("wgad",),
        None,
        None,
        None,
        None,
        [],
        "Text.",
    )
    assert (line.key, line.hash) == ("recommendation-7", sha256(to_json(said)).hexdigest()[:16])
    called = replace(event, until=on)
    [other] = signed.lines(replace(one, events=[called]), {event.place: "Text."})
    assert other.hash != line.hash, "another last day is another line"
    assert events.visits([event]) == []
