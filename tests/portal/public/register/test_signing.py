"""Briefings for treaty bodies: signed off as they are read, void once anything changes."""

import json
from dataclasses import replace
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.public.register.signed_model import REGISTER_SIGNED
from services.stakeholders.treaty_briefing.decide import TREATY_BRIEFING
from shared.contracts.stakeholders_treaty_briefing_commands import (
    TYPES,
    HandOverTreatyBriefing,
    SignTreatyBriefing,
    UnsignTreatyBriefing,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT
from shared.read_models.model import Applier
from tests.portal.public.register.conftest import tell
from tests.portal.stakeholders.test_pages import text
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.publication import published, reply_published, withdrawn
from tests.support.twice import of_stakeholders, twice

QUERY = "body=CAT&stage=observations&session=2027-04-20"
BRIEFING = "/en/register/states/FRA/briefing"
PAGE = "/treaty-briefings"
SIGN = f"{PAGE}/sign/FRA?{QUERY}"
BY = Actor(actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"FRA"}))


class Desk:
    def __init__(self, portal: Pages) -> None:
        self.portal = portal
        self.visitor = portal.signed_in(
            Role.DESK_OFFICER, state_codes=frozenset({"FRA"}), name="Desmond Desk"
        )
        self.facts: list[Any] = []

    def read(self, path: str) -> str:
        return text(self.visitor.get(path).text)

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.portal.visitor().get(f"{BRIEFING}.json?{QUERY}").text
        )
        return found

    def act(self, path: str, **also: str) -> Any:
        """Send the form as its page shows it, to where it goes; return what is asked for."""
        page = self.visitor.get(path).text
        typed = {name: hidden(page, name) for name in ("shown", "version") if f'"{name}"' in page}
        to = unescape(page.split('<form method="post" action="')[-1].split('"')[0])
        sent = self.visitor.post(to, {"command_id": str(uuid4()), **typed, **also})
        assert sent.status_code == 303, sent.text
        kind, data, _ = asked_for(self.portal.asked[-1])
        return TypeAdapter(TYPES[kind]).validate_python(data)

    def rule(self, command: Any) -> None:
        """Let the service rule, and tell of what comes of it twice."""
        assert self.visitor.account
        account, states = self.visitor.account.account_id, frozenset({command.state})
        by = replace(BY, actor_id=account, states=states)
        state = TREATY_BRIEFING.fold(self.facts)
        new = TREATY_BRIEFING.decide(command, Asked(at=AT, by=by), state)
        for fact in new:
            self.facts.append(fact)
            stream = f"treatybriefing-{command.briefing_id}"
            told = of_stakeholders(fact, len(self.facts), stream, AT)
            twice([Applier(self.portal.engine, REGISTER_SIGNED)], [told])

    def sign(self) -> str:
        command = self.act(SIGN)
        assert isinstance(command, SignTreatyBriefing)
        self.rule(command)
        return f"{PAGE}/{command.briefing_id}"


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    begun, _, rest = page.split(f'name="{name}"')[1].partition(">")
    if 'value="' in begun:
        return begun.split('value="')[1].split('"', maxsplit=1)[0]
    return rest.split("<", maxsplit=1)[0].strip()


@pytest.fixture
def desk(portal: Pages) -> Desk:
    tell(portal, published(), reply_published())
    return Desk(portal)


def test_a_briefing_says_draft_until_the_desk_officer_of_the_state_signs_it_off(
    portal: Pages, desk: Desk
) -> None:
    draft = desk.json()
    assert len(draft["items"]) == 2
    assert draft["sign_off"]["state"] == "draft"
    assert "Draft, not signed off." in text(portal.visitor().get(f"{BRIEFING}?{QUERY}").text)
    assert "Sign off this briefing" in desk.read(f"{BRIEFING}?{QUERY}")
    own = desk.sign()
    signed = desk.json()
    assert signed["sign_off"]["state"] == "signed-off"
    assert signed["sign_off"]["version"] == 1
    everybody = text(portal.visitor().get(f"{BRIEFING}?{QUERY}").text)
    assert "Signed off by the desk officer for France on" in everybody
    assert "Desmond" not in everybody
    page = desk.read(own)
    for words in ("Signed off", "Desmond Desk", "Nothing changed.", "Version 1"):
        assert words in page
    assert "France, Committee against Torture" in desk.read(PAGE)
    other = json.loads(portal.visitor().get(f"{BRIEFING}.json?{QUERY}&since=2020").text)
    assert other["sign_off"]["state"] == "draft", "another briefing"
    for ending in ("pdf", "xlsx", "ods"):
        assert portal.visitor().get(f"{BRIEFING}.{ending}?{QUERY}").status_code in {200, 503}


def test_whatever_changes_voids_it_until_it_is_signed_off_again(portal: Pages, desk: Desk) -> None:
    own = desk.sign()
    tell(portal, published(), reply_published(), published(number=4))
    assert desk.json()["sign_off"]["state"] == "draft"
    page = desk.read(own)
    assert "Changed since it was signed off" in page
    assert "New lines: 1." in page
    assert "AL FRA 4/2026" in page
    assert "Record that it was handed over" not in page
    late = desk.act(f"{own}/hand-over")
    with pytest.raises(Refused, match="It changed since"):
        desk.rule(late)
    desk.sign()
    assert desk.json()["sign_off"]["version"] == 2
    page = desk.read(own)
    assert "Version 2" in page
    assert "New lines: 1." in page, "what changed between the versions"
    command = desk.act(f"{own}/hand-over")
    assert isinstance(command, HandOverTreatyBriefing)
    desk.rule(command)
    assert "Handed over" in desk.read(own)
    assert desk.visitor.get(f"{own}/hand-over").status_code == 404
    tell(portal, published(), reply_published(), published(number=4), withdrawn())
    gone = desk.read(own)
    assert "Lines that are not there any more: 2." in gone
    assert desk.json()["sign_off"]["state"] == "draft"


def test_a_page_that_showed_less_signs_nothing(portal: Pages, desk: Desk) -> None:
    shown = hidden(desk.visitor.get(SIGN).text, "shown")
    tell(portal, published(), reply_published(), published(number=4))
    command = desk.act(SIGN, shown=shown)
    with pytest.raises(Refused, match="not as your page showed it"):
        desk.rule(command)


def test_a_sign_off_is_taken_back(desk: Desk) -> None:
    own = desk.sign()
    command = desk.act(f"{own}/withdraw")
    assert isinstance(command, UnsignTreatyBriefing)
    desk.rule(command)
    assert desk.json()["sign_off"]["state"] == "draft"
    assert "Taken back" in desk.read(own)
    desk.sign()
    assert desk.json()["sign_off"]["version"] == 2


def test_only_the_desk_of_the_state_and_the_office_find_it(portal: Pages, desk: Desk) -> None:
    own = desk.sign()
    other = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for path in (own, SIGN, f"{own}/withdraw", f"{own}/hand-over"):
        assert other.get(path).status_code == 404, path
    assert "France" not in text(other.get(PAGE).text)
    chief: Visitor = portal.signed_in(Role.CHIEF)
    assert "Desmond Desk" in text(chief.get(own).text)
    assert chief.get(SIGN).status_code == 403
    assert desk.visitor.get(f"{PAGE}/sign/FRA?body=CAT").status_code == 404, "no session"
    assert desk.visitor.get(f"{PAGE}/{uuid4()}").status_code == 404
