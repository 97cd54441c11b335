"""The page of a State for those who work here has what its reader may open, and nothing else."""

import re
from datetime import date

import pytest

from portal.app.read_models import READ_MODELS
from portal.followup.replies.read_model import REPLIES
from portal.public.register.signed_model import REGISTER_SIGNED
from shared.contracts.followup_visit_commands import LogVisitRequest
from shared.contracts.stakeholders_treaty_briefings import BriefingAsked, TreatyBriefingSigned
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.committee import Committee
from tests.support.followup import LETTER, due, tell
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.owed import Owed
from tests.support.planned import Board
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.reprisals import known
from tests.support.rounds import Rounds
from tests.support.twice import of_stakeholders, twice
from tests.support.visits import Visits
from tests.support.warnings import Warnings
from tests.support.watched import Watched

R = Role
OTHER = str(derive_id("other"))
PAGE = "/countries/CHE"


@pytest.fixture
def house(portal: Pages) -> Pages:
    """Two letters to Switzerland, of which one rests on a reprisal, and a request for a visit."""
    ready(portal.engine, READ_MODELS)
    visits = Visits(portal.engine, portal.vault, portal.clock())
    visits.log(LogVisitRequest, "CHE", ago=1_500, kind="official")
    planted = due(OTHER, reference="AL CHE 2/2026", recipient="CHE", mandates=("sr-health",))
    tell(portal.engine, REPLIES, [due(), planted])
    known(portal.engine, LETTER)
    known(portal.engine, OTHER, reprisal=True)
    return portal


def numbers(visitor: Visitor, page: str = PAGE) -> list[int]:
    answer = visitor.get(page)
    assert answer.status_code == 200
    return [int(one) for one in re.findall(r'state=CHE">(\d+)<', answer.text)]


def test_each_reader_counts_what_they_may_open(house: Pages) -> None:
    chief = house.signed_in(R.CHIEF)
    assert numbers(chief)[0] == 2
    assert "AL CHE 2/2026" in chief.get(PAGE).text
    other = house.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"}))
    assert numbers(other)[0] == 1
    page = other.get(PAGE).text
    assert re.search(r'register/states/CHE" class="govuk-back-link"', page)
    assert "AL CHE 2/2026" in page
    assert "UA CHE 1/2026" not in page
    assert "SR torture" in page, "a line of the visit file"
    assert "/visits/sr-torture/CHE" not in page
    stranger = house.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-water"}))
    assert numbers(stranger) == [0, 0, 0, 0]
    assert "CHE 1/2026" not in stranger.get(PAGE).text


def test_the_desk_of_a_state_finds_no_reprisal_in_any_byte(house: Pages) -> None:
    desk = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE"}))
    page = desk.get(PAGE).text
    assert numbers(desk)[0] == 1
    assert "UA CHE 1/2026" in page
    assert "/visits/sr-torture/CHE" in page
    assert 'href="/countries" class="govuk-back-link"' in page
    for planted in ("CHE 2/2026", OTHER, "SR health"):
        assert planted not in page
    assert f'href="{PAGE}"' in desk.get("/countries").text
    elsewhere = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert numbers(elsewhere) == [0, 0, 0, 0]
    assert "/2026" not in elsewhere.get(PAGE).text
    assert "SR torture" not in elsewhere.get(PAGE).text
    assert desk.get("/countries/ZZZ").status_code == 404
    assert desk.get("/countries/OTH").status_code == 404


def falls_due(visitor: Visitor, page: str = PAGE) -> list[tuple[str, str, str]]:
    """Return day, what it is, and of which, of each line."""
    part = visitor.get(page).text.partition('aria-labelledby="due"')[2].partition("</table>")[0]
    found = [
        re.findall(r"<t[hd] [^>]*govuk-table__(?:header|cell)[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in part.split("<tr")[2:]
    ]
    lines = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in found]
    return [(row[0], row[1], row[2]) for row in lines]


def test_what_falls_due_within_a_year_is_what_each_reader_may_open(house: Pages) -> None:
    """A line leads to a page that the same reader opens, and R15 holds."""
    today = house.clock().date()
    rounds = Rounds(house.engine, house.vault, house.clock())
    rounds.recommend()
    rounds.opened("org-1")
    owed = Owed(house.engine, today)
    near, far = owed.session(), owed.session(70, weeks_ahead=60)
    owed.report(near, "sr-torture", kind="visit", state="CHE")
    owed.report(far, "sr-torture", kind="follow-up", state="CHE")
    owed.report(near, "sr-health", kind="visit", state="KEN")
    reply = ("13 Jan 2027", "Reply to a letter")
    asked = ("23 Jan 2027", "Answers to the follow-up round", "2026")
    holder = house.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    found = falls_due(holder)
    assert {(*reply, "UA CHE 1/2026"), asked} <= {*found}
    assert [one for one in found if one[1] == "To the State for comments"] == [
        ("22 Dec 2026", "To the State for comments", "Report on a visit: Switzerland"),
        ("17 Aug 2027", "To the State for comments", "Follow-up report: Switzerland"),
    ]
    assert "Human Rights Council, session 61" in {which for *_, which in found}
    assert "Human Rights Council, session 70" not in {which for *_, which in found}, "in 60 weeks"
    for address in re.findall(r'<a class="govuk-link" href="(/[^"]+)"', due_page(holder)):
        assert holder.get(address).status_code == 200, address
    desk = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE"}))
    assert falls_due(desk) == [(*reply, "UA CHE 1/2026")]
    chief = falls_due(house.signed_in(R.CHIEF))
    assert [line for line in chief if line[1] == reply[1]] == [
        (*reply, "AL CHE 2/2026"), (*reply, "UA CHE 1/2026"),
    ]  # fmt: skip
    assert asked not in chief
    stranger = house.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-water"}))
    assert falls_due(stranger) == []
    assert "if you may open it" in due_page(stranger)
    rounds.compile()
    rounds.send()
    comments = ("24 Dec 2026", "Comments of the State on the follow-up table", "2026")
    assert comments in falls_due(holder)
    rounds.publish()
    assert all("follow-up" not in what for _, what, _ in falls_due(holder))


def due_page(visitor: Visitor) -> str:
    return visitor.get(PAGE).text.partition('id="due"')[2].partition('id="files"')[0]


def test_public_calls_and_sessions_of_signed_briefings_fall_due_too(house: Pages) -> None:
    missions = Missions(house.engine, house.vault, house.clock())
    missions.hear()
    inputs = Inputs(house, missions)
    inputs.issue("Tell us of Prison Quay.")
    inputs.issue("Tell us, in private.", public=False)
    signed = TreatyBriefingSigned(
        briefing_id=OTHER, version=1, lines=(), numbers=(), hash="a", signed_by="desk-1",
        signed_at=house.clock(),
        asked=BriefingAsked(
            state="CHE", body="CAT", stage="issues", session=date(2027, 4, 20), since=None,
            until=None, themes=(),
        ),
    )  # fmt: skip
    told = of_stakeholders(signed, 1, f"treatybriefing-{OTHER}", house.clock())
    twice([Applier(house.engine, REGISTER_SIGNED)], [told])
    desk = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE", "KEN"}))
    assert falls_due(desk, "/countries/KEN") == [("22 Dec 2026", "Call for input", "Contributions")]
    assert ("20 Apr 2027", "The session begins", "Committee against Torture") in falls_due(desk)
    holder = house.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert all(which != "Committee against Torture" for *_, which in falls_due(holder))


def test_what_the_committee_does_about_the_state_leads_to_who_may_open_it(house: Pages) -> None:
    """Each list is of what the same reader opens: R15 holds, and of other States there is none."""
    Committee(house.engine, house.vault)
    warnings = Warnings(house.engine, house.vault)
    watched = Watched(house.engine, house.vault)
    board = Board(house.engine, house.vault)
    alert = warnings.raised("CHE", house.clock())
    told = {"open_level": None, "open_now": None}  # to nobody of the desk
    reprisals = warnings.raised("CHE", house.clock(), rule="letters", **told)
    watch, hidden = watched.opened("CHE"), watched.opened("CHE", reprisals=True)
    plan, kept = board.planned("wgad", "CHE"), board.planned("wgad", "CHE", reprisals=True)
    alerted = warnings.raised("KEN", house.clock())
    elsewhere = (alerted, watched.opened("KEN"), board.planned("wgad", "KEN"))
    read = {f"/early-warning/{alert}", f"/watch-list/{watch}", f"/planning-board/{plan}"}
    beyond = {f"/early-warning/{reprisals}", f"/watch-list/{hidden}", f"/planning-board/{kept}"}
    for visitor, opens in (
        (house.signed_in(R.CHIEF), read | beyond),
        (house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE"})), read),
        (house.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-water"})), set()),
    ):
        page = visitor.get(PAGE).text
        led = re.findall(r'href="(/(?:early-warning|watch-list|planning-board)/[^"?]+)"', page)
        assert {*led} == opens
        for address in (*opens, "/coverage-desk/states/CHE", "/planning-board?state=CHE"):
            assert f'href="{address}"' in page, address
            assert visitor.get(address).status_code == 200, address
        assert not any(one in page for one in elsewhere)


def test_a_state_of_which_there_is_nothing_says_so(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    tell(portal.engine, REPLIES, [])
    Visits(portal.engine, portal.vault, portal.clock())
    known(portal.engine)
    page = portal.signed_in(R.QUICK_RESPONSE_DESK).get("/countries/NPL").text
    assert "while its reply is awaited" in page
    assert "A visit file of this State appears here" in page
    assert "What falls due of this State within 12 months appears here" in page
    for nothing in ("An open alert on this State", "A situation of this State", "What is planned"):
        assert f"{nothing}" in page
