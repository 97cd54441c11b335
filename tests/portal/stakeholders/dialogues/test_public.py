"""The speakers' page: who speaks, who is next, time left, and no hidden organisation."""

import re
from datetime import timedelta

from portal.stakeholders.organisations.tables import veil
from shared.contracts.stakeholders_dialogue_commands import (
    CloseDialogue,
    LinkStatementVideo,
    PublishStatement,
    TakeBackStatement,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.dialogues import DAY, Council, named
from tests.support.organisations import LONG_AGO, Register
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER

HOUR = timedelta(hours=1)
VIDEO = "https://webtv.un.org/en/asset/k1/k1zanthor"


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def read(portal: Pages, dialogue_id: str) -> str:
    return main(portal.visitor().get(f"/dialogues/{dialogue_id}").text)


def begun(portal: Pages, council: Council, register: Register) -> tuple[str, list[str]]:
    """Return a dialogue that began a minute ago, with a holder, a State and two organisations."""
    for number in (1, 2):
        register.public(organisation(number), f"Watch {number}")
    portal.person(Role.NGO_MEMBER, account_id="second", organisation_id=organisation(2))
    one = council.scheduled(starts=NOW - HOUR)
    slots = [
        council.asks(one, "holder", speaks="holder"),
        council.asks(one, "KEN", speaks="state_concerned", state="KEN"),
        council.asks(one, "member", organisation_id=organisation(1), speaker="Zora Quib"),
        council.asks(one, "second", organisation_id=organisation(2)),
    ]
    council.lists(one, *slots)
    return one, slots


def test_everybody_reads_who_speaks_who_is_next_and_how_much_time_is_left(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one, [holder, state, *_] = begun(portal, council, register)
    assert "Nobody has the floor" in read(portal, one)
    council.calls(one, holder, at=NOW - 20 * timedelta(minutes=1))
    council.delivers(one, holder, at=NOW - timedelta(minutes=1))
    council.calls(one, state, at=NOW - timedelta(seconds=30))
    page = read(portal, one)
    assert "Who speaks Kenya Who is next Watch 1 Time left 40 min 30 s" in page
    order = [page.rindex(name) for name in ("Special Rapporteur on torture", "Watch 1", "Watch 2")]
    assert order == sorted(order)
    assert "Zora" not in page, "a speaker's name is for officers alone"
    assert "Delivered" in page
    assert portal.visitor().get(f"/dialogues/{named('none')}").status_code == 404
    assert "Dialogue on torture" in main(portal.visitor().get("/dialogues").text)


def test_a_hidden_organisation_has_no_line_and_no_statement(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one, [holder, state, own, _] = begun(portal, council, register)
    council.uploads(one, own, "member", "Zanthor said")
    for slot in (holder, state):
        council.calls(one, slot, at=NOW - timedelta(minutes=5))
        council.delivers(one, slot, at=NOW - timedelta(minutes=4))
    council.calls(one, own)
    assert "Who speaks Watch 1" in read(portal, one)
    with portal.engine.begin() as conn:
        veil(conn, organisation(1), LONG_AGO + timedelta(days=900))
    page = read(portal, one)
    assert "Watch 1" not in page
    assert "Somebody has the floor" in page
    council.delivers(one, own)
    publish = PublishStatement(dialogue_id=one, slot_id=own, form="oral")
    council.do(publish, OFFICER)
    assert "Zanthor" not in read(portal, one)


def test_statements_are_public_as_delivered_or_received_in_time_until_taken_back(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one, [*_, own, second] = begun(portal, council, register)
    council.uploads(one, own, "member", "Zanthor said")
    council.uploads(one, second, "second", "Quib said", publishes=False)
    assert "Zanthor" not in read(portal, one)
    council.do(CloseDialogue(dialogue_id=one, called_off=False), OFFICER)
    council.do(PublishStatement(dialogue_id=one, slot_id=own, form="oral"), OFFICER)
    page = read(portal, one)
    assert "Watch 1 Received in time, not delivered Zanthor said" in page
    assert "Quib" not in page
    assert "Time left" not in page
    taken = TakeBackStatement(
        dialogue_id=one,
        slot_id=own,
        form="oral",
        organisation=council.states[one].slots[own].organisation,
    )
    council.do(taken, Actor(actor_id="member"))
    assert "Zanthor" not in read(portal, one)


def test_nobody_may_keep_a_copy(portal: Pages, council: Council) -> None:
    off = council.scheduled(2, starts=NOW + DAY)
    council.do(CloseDialogue(dialogue_id=off, called_off=True), OFFICER)
    answer = portal.visitor().get(f"/dialogues/{off}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Called off" in answer.text


def test_the_video_of_a_published_statement_is_a_link_and_nothing_is_loaded(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    """It goes with the statement: hidden, taken back or on another host, there is no link."""
    one, [holder, state, own, _] = begun(portal, council, register)
    council.uploads(one, own, "member", "Zanthor said")
    for slot in (holder, state, own):
        council.calls(one, slot, at=NOW - timedelta(minutes=5))
        council.delivers(one, slot, at=NOW - timedelta(minutes=4))
    officer = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    at = f"/dialogue-desk/{one}/slots/{own}/video"
    for wrong in ("https://video.example.org/1", "http://webtv.un.org/1"):
        assert officer.post(at, {"command_id": named("c"), "address": wrong}).status_code == 422
    sent = officer.post(at, {"command_id": named("c"), "address": VIDEO})
    assert sent.status_code == 303
    assert "webtv" not in portal.asked[-1].read().decode(), "it says whose statement it is"
    link(portal, council, one, own, VIDEO)
    assert VIDEO in officer.get(at).text
    assert "webtv" not in portal.visitor().get(f"/dialogues/{one}").text
    council.do(PublishStatement(dialogue_id=one, slot_id=own, form="oral"), OFFICER)
    page = portal.visitor().get(f"/dialogues/{one}").text
    assert f'href="{VIDEO}"' in page
    assert not re.search(r"(?:src|data|poster)=[^>]*webtv|<(?:iframe|video|embed|object)", page)
    link(portal, council, one, own, "https://elsewhere.example.org/1")
    assert "elsewhere" not in portal.visitor().get(f"/dialogues/{one}").text
    link(portal, council, one, own, VIDEO)
    with portal.engine.begin() as conn:
        veil(conn, organisation(1), LONG_AGO + timedelta(days=900))
    assert "webtv" not in portal.visitor().get(f"/dialogues/{one}").text
    portal.vault.forget(f"slot-{own}", at=LONG_AGO)
    assert VIDEO not in officer.get(at).text
    assert officer.get(f"/dialogue-desk/{one}/slots/{holder}/video").status_code == 404


def link(portal: Pages, council: Council, dialogue_id: str, slot_id: str, address: str) -> None:
    sealed = portal.vault.seal(f"slot-{slot_id}", address)
    command = LinkStatementVideo(dialogue_id=dialogue_id, slot_id=slot_id, address=sealed)
    council.do(command, OFFICER)
