"""The page of a State for United Nations partners adds nothing to what they read elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.tables import addressees, tags
from portal.homes.work import recommended
from portal.letters.documents import anybody
from portal.public.register import briefing_files
from portal.public.register.search import mark
from portal.public.register.tables import recommendations
from shared.contracts.followup_partner_commands import AcceptPartnerUndertaking, EndPartner
from shared.contracts.followup_round_commands import AskForFollowUp
from shared.core.roles import Role
from shared.reference.country_teams import team_of
from shared.reference.recommending import ADDRESSEES
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import shared
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.rounds import HOLDER, ONE, STATE, TEAM, TWO, Rounds

INDEX = "/country-team"
PAGE = f"{INDEX}/KEN"
TASK = "Quib find interpreters"


@pytest.fixture
def missions(portal: Pages) -> Missions:
    ready(portal.engine, READ_MODELS)
    return Missions(portal.engine, portal.vault, portal.clock())


def coordinator(portal: Pages, who: str = "rc-1", state: str = "KEN") -> Visitor:
    return portal.signed_in(Role.UN_PARTNER, account_id=who, state_codes=frozenset({state}))


def public(portal: Pages, key: int, words: str, *, ago: int, gone: bool = False) -> str:
    """Tell of a public recommendation to Kenya, or of one that was taken back; return its id."""
    row = {
        "key": key,
        "recommendation_id": f"recommendation-{key}",
        "addressee": "KEN",
        "mandate": "sr-torture",
        "issued_at": portal.clock() - timedelta(days=ago),
        "text": None if gone else words,
        "withdrawn_at": portal.clock() if gone else None,
        "terms": mark("state", "KEN"),
    }
    with portal.engine.begin() as conn:
        conn.execute(insert(recommendations).values(row))
    return f"recommendation-{key}"


def test_what_is_theirs_to_do_comes_first_once_they_undertook(
    portal: Pages, missions: Missions
) -> None:
    missions.hear(ahead=20)
    partners = Partners(missions)
    mine = partners.admitted("rc", "rc-1", undertakes=False)
    partners.task(mine, TASK)
    visitor, other = coordinator(portal), coordinator(portal, "rc-2")
    assert f'href="{PAGE}"' in visitor.get(INDEX).text
    page = visitor.get(PAGE).text
    assert f'href="/my-visits/{mine}">Read the undertaking' in page
    assert TASK not in page
    partners.ask(AcceptPartnerUndertaking, mine, by=partners.member("rc", "rc-1"))
    page = visitor.get(PAGE).text
    assert f'href="/my-visits/{mine}"><bdi>{TASK}' in page
    assert "Read the undertaking" not in page
    assert page.index(TASK) < page.index('id="files"')
    for stranger in (other.get(PAGE).text, coordinator(portal, "rc-3", "NPL").get(INDEX).text):
        assert TASK not in stranger
        assert mine not in stranger
    partners.ask(EndPartner, mine)
    assert TASK not in visitor.get(PAGE).text


def test_a_round_that_asks_the_country_team_is_theirs_to_answer_until_they_did(
    portal: Pages, missions: Missions
) -> None:
    some = Rounds(portal.engine, portal.vault, portal.clock())
    some.recommend(None, *(shared(team_of(STATE), row) for row in (ONE, TWO)))
    some.opened("org-1")
    visitor = coordinator(portal, "partner-1", STATE)
    page, lead = f"{INDEX}/{STATE}", f'href="/rounds/{some.round_id}/answer">'
    assert lead not in visitor.get(page).text, "it asks an organisation"
    some.ask(AskForFollowUp, HOLDER, kind="unct", organisation_id=team_of(STATE), remind=True)
    assert lead in visitor.get(page).text
    assert lead not in coordinator(portal, "rc-2").get(PAGE).text
    some.keep(TEAM, "We trained judges")
    some.submit(TEAM, "The country team")
    assert lead not in visitor.get(page).text


def test_a_state_that_is_not_in_the_account_does_not_exist(
    portal: Pages, missions: Missions
) -> None:
    visitor = coordinator(portal)
    assert visitor.get(PAGE).status_code == 200
    for code in ("NPL", "ZZZ"):
        assert visitor.get(f"{INDEX}/{code}").status_code == 404
    nowhere = portal.signed_in(Role.UN_PARTNER)
    assert "No State is entered for you." in nowhere.get(INDEX).text
    assert nowhere.get(PAGE).status_code == 404


def test_what_is_addressed_to_the_country_team_comes_first_and_goals_are_counted(
    portal: Pages, missions: Missions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recommended.TEAM in ADDRESSEES, "as what it is named"
    old = public(portal, 1, "Zora for the team", ago=900)
    new = public(portal, 2, "Zora for the State", ago=1)
    gone = public(portal, 3, "", ago=2, gone=True)
    targets = ((old, "16.3"), (old, "16.10"), (new, "16.3"), (new, "5.2"), (gone, "4.1"))
    with portal.engine.begin() as conn:
        for number, one in enumerate((old, gone)):
            to = {"addressee_id": str(number), "recommendation_id": one, "kind": recommended.TEAM}
            conn.execute(insert(addressees).values(to))
        for place, (one, code) in enumerate(targets):
            row = {"recommendation_id": one, "kind": "target", "code": code, "place": place}
            conn.execute(insert(tags).values(row))
    visitor = coordinator(portal)
    page = visitor.get(PAGE).text
    assert page.index("Zora for the team") < page.index("Zora for the State")
    assert page.count("State and country team") == 1
    said = text(page)
    assert "Goal 16 2" in said
    assert "Goal 5 1" in said
    assert "Goal 4" not in said, "it was taken back"
    assert "What you follow" not in said, "no mail can be sent here"
    laid: list[Mapping[str, Any]] = []

    def pressed(one: Mapping[str, Any], _: object) -> bytes:
        laid.append(one)
        return b"%PDF"

    monkeypatch.setattr(anybody, "pressed", pressed)
    assert f'href="{PAGE}/brief.pdf"' in page
    assert visitor.get(f"{PAGE}/brief.pdf").data == b"%PDF"
    brief = "\n".join(line for part in laid[0]["blocks"] for line in part["lines"])
    assert brief.index("Goal 16: 2") < brief.index("Zora for the team")
    assert brief.index("Zora for the team") < brief.index("Zora for the State")
    assert brief.count("Zora for the team") == 1
    assert visitor.get(f"{INDEX}/NPL/brief.pdf").status_code == 404
    monkeypatch.setattr(briefing_files, "_LINES", 1)
    assert visitor.get(f"{PAGE}/brief.pdf").data == b"%PDF"
    assert "The public briefing has all." in str(laid[-1]), "no workbook is beside it"
    assert "The workbook has all." not in str(laid[-1])
    with anybody.turn():
        portal.clock.forward(timedelta(days=1))
        busy = coordinator(portal, "rc-2").get(f"{PAGE}/brief.pdf")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
        assert str(anybody.Busy.sentence) in busy.text
