"""What a sender is told: nothing is confirmed that was refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.followup.inputs import keeping, own, queries
from portal.source.pace import gate
from portal.web.accounts.leaving import CONTRIBUTION
from portal.web.commands import Accepted
from portal.web.delivery import outbox, refusals
from services.followup.mission.passing import PassMissionOn, pass_on
from shared.contracts.followup_input_commands import EndInputCall
from shared.core.actor import Asked, system
from shared.reference.holding import Holding
from tests.portal.followup.inputs.test_pages import (
    code_of,
    contribution,
    inputs,
    portal,
    sent,
)
from tests.portal.source.pace.test_gate import waited
from tests.portal.stakeholders.test_pages import text
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.pace import NARROW
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

__all__ = ["inputs", "portal"]  # fixtures


def contributed(portal: Pages, inputs: Inputs) -> tuple[Visitor, str]:
    """Return somebody who sent a contribution that arrived, and its id."""
    visitor, call_id = portal.visitor(), inputs.issue("What of prisons?")
    assert visitor.post(f"/calls-for-input/{call_id}/contribute", contribution()).status_code == 200
    commands = portal.app.extensions["rapporteur"].commands
    outbox.deliver(portal.engine, commands, at=portal.clock())
    inputs.deliver()
    return visitor, next(iter(inputs.contributions))


def test_a_sender_reads_that_nobody_reads_it_any_more(portal: Pages, inputs: Inputs) -> None:
    """Another mandate goes on with the visit: what is added would reach nobody (SC3)."""
    visitor, _ = contributed(portal, inputs)
    assert "Add what is new" in visitor.get("/contributions/own").text
    asked = Asked(at=portal.clock(), by=system("followup"))
    passed = PassMissionOn(
        mission_id=inputs.missions.mission_id, mandate="sr-torture", to="sr-food"
    )
    inputs.missions._told(pass_on(passed, asked, inputs.missions.mission))
    shown = visitor.get("/contributions/own").text
    assert "nobody would read what you add" in text(shown)
    assert "Add what is new" not in shown
    assert "/own/files" not in shown
    assert "/contributions/own/withdraw" in shown


def row(portal: Pages, type_: str) -> Any:
    with portal.engine.connect() as conn:
        return conn.execute(select(outbox.outbox).where(outbox.outbox.c.type == type_)).one()


@pytest.mark.parametrize("status", [400, 422, 500])
def test_what_was_refused_is_asked_again_when_its_sender_sends_it_again(
    portal: Pages, inputs: Inputs, status: int
) -> None:
    visitor, of = contributed(portal, inputs)
    form = sent(text="More Zora", command_of=own.mark_of(of))
    portal.answer = httpx.Response(status, json={"title": "It cannot be taken."})
    for _ in range(2):
        refused = visitor.post("/contributions/own/additions", form)
        assert refused.status_code == status
        assert "More Zora" in refused.text
        assert not refusals.listed(portal.engine)  # its sender has it on the page, and nobody else
    portal.answer = httpx.Response(200, json={"stream": "x-1", "position": None})
    assert visitor.post("/contributions/own/additions", form).status_code == 303
    asked = len(portal.asked)
    taken = row(portal, "add-to-contribution")
    assert taken.delivered_at is not None
    assert taken.refused is None
    assert visitor.post("/contributions/own/additions", form).status_code == 303
    assert len(portal.asked) == asked  # the same again is the same
    other = {**form, "text": "Other words"}
    assert visitor.post("/contributions/own/additions", other).status_code == 303
    assert len(portal.asked) == asked + 1  # and other words are not lost behind it


def test_a_second_click_on_what_is_refused_at_that_moment_is_told_so_too(
    portal: Pages, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser shows the answer to the second one, and nothing of it is kept."""
    visitor, of = contributed(portal, inputs)
    form, deliver_one = sent(text="More Zora", command_of=own.mark_of(of)), outbox.deliver_one
    portal.answer = httpx.Response(422, json={"title": "It cannot be taken."})
    second: list[TestResponse] = []

    def while_it_asks(*args: Any, **kwargs: Any) -> Accepted:
        monkeypatch.setattr(outbox, "deliver_one", deliver_one)
        with ThreadPoolExecutor(1) as other:
            click = other.submit(visitor.post, "/contributions/own/additions", form)
            second.append(click.result(10))
        return deliver_one(*args, **kwargs)

    monkeypatch.setattr(outbox, "deliver_one", while_it_asks)
    first = visitor.post("/contributions/own/additions", form)
    for told in (first, *second):
        assert told.status_code == 422
        assert "More Zora" in told.text
    assert not outbox.waits(portal.engine)


@pytest.mark.parametrize("status", [422, 500])
def test_what_waits_is_asked_again_in_its_order_and_not_where_it_fails(
    portal: Pages, inputs: Inputs, status: int
) -> None:
    visitor, of = contributed(portal, inputs)
    portal.answer = httpx.Response(503, json={"title": "Away."})
    forms = [sent(text=typed, command_of=own.mark_of(of)) for typed in ("Zora", "Quib")]
    for form in forms:
        assert visitor.post("/contributions/own/additions", form).status_code == 303
    portal.answer = httpx.Response(status, json={"title": "It cannot be taken."})
    asked = len(portal.asked)
    assert visitor.post("/contributions/own/additions", forms[1]).status_code == 303
    assert len(portal.asked) == asked  # what waits before it is first
    if status == 500:
        commands = portal.app.extensions["rapporteur"].commands
        outbox.deliver(portal.engine, commands, at=portal.clock())
        assert visitor.post("/contributions/own/additions", forms[0]).status_code == 303
        assert len(refusals.listed(portal.engine)) == 1  # it fails, and is tried again
    else:
        assert visitor.post("/contributions/own/additions", forms[0]).status_code == 422
        assert not refusals.listed(portal.engine)
    assert outbox.waits(portal.engine)


def test_a_withdrawal_that_is_refused_says_so(portal: Pages, inputs: Inputs) -> None:
    visitor, of = contributed(portal, inputs)
    portal.answer = httpx.Response(422, json={"title": "There is no such contribution."})
    form = sent(command_of=own.mark_of(of))
    refused = visitor.post("/contributions/own/withdraw", form)
    assert refused.status_code == 422
    assert "There is no such contribution" in text(refused.text)
    assert "Withdraw it" in refused.text


def test_what_is_sent_goes_to_the_contribution_that_the_page_showed(
    portal: Pages, inputs: Inputs
) -> None:
    visitor, of = contributed(portal, inputs)
    page = visitor.get("/contributions/own").text
    assert own.mark_of(of) in page
    assert of in page  # what to name when it is to be erased
    assert "Special Rapporteur on torture" in text(page)
    again = contribution(text="Of another person")
    call_id = next(iter(inputs.calls))
    assert visitor.post(f"/calls-for-input/{call_id}/contribute", again).status_code == 200
    asked = len(portal.asked)
    for path, typed in (
        ("additions", {"text": "More Zora"}),
        ("publication", {"publication": "named"}),
        ("withdraw", {}),
        ("files", {}),
    ):
        for form in (sent(**typed), sent(**typed, command_of=own.mark_of(of))):
            wrong = visitor.post(f"/contributions/own/{path}", form)
            assert wrong.status_code == 409
            assert "another contribution" in text(wrong.text)
            assert typed.get("text", "") in wrong.text
    assert len(portal.asked) == asked


def test_a_browser_holds_a_contribution_for_some_hours_at_most(
    portal: Pages, inputs: Inputs
) -> None:
    visitor, of = contributed(portal, inputs)
    with visitor.client.session_transaction() as session:
        assert of not in str(session)
    for _ in range(own._LONGEST // own._IDLE):
        portal.clock.forward(own._IDLE)
        assert visitor.get("/contributions/own").status_code == 200
    portal.clock.forward(own._IDLE)
    assert visitor.get("/contributions/own").status_code == 303
    with visitor.client.session_transaction() as session:
        assert CONTRIBUTION not in session


def test_what_is_kept_has_its_receipt_again_after_the_call(portal: Pages, inputs: Inputs) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), portal.visitor()
    address, form = f"/calls-for-input/{call_id}/contribute", contribution()
    code = code_of(visitor.post(address, form).text)
    base: Any = {
        "call_id": call_id,
        "mission_id": inputs.missions.mission_id,
        "mandate": "sr-torture",
    }
    steps: tuple[Any, ...] = ({"seen": 1, "how": "closed"}, {"seen": 2, "how": "withdrawn"})
    for step in steps:
        inputs.ask_call(EndInputCall(**base, **step))
        assert code_of(visitor.post(address, form).text) == code
    assert visitor.post(address, contribution()).status_code == 404
    assert visitor.post(address, contribution(text="")).status_code == 404


def test_a_ticket_pays_for_one_contribution(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), **NARROW) as portal:
        missions = Missions(portal.engine, portal.vault, portal.clock())
        missions.hear(ahead=90)
        call_id = Inputs(portal, missions).issue("What of prisons?")
        visitor, address = portal.visitor(), f"/calls-for-input/{call_id}/contribute"
        first = contribution()
        assert visitor.post(address, first).status_code == 200
        second = contribution(text="Second")
        page = visitor.post(address, second)
        assert page.status_code == 429
        ticket = waited(page)
        assert visitor.post(address, first).status_code == 200  # what is kept is free
        portal.clock.forward(own._IDLE)
        third = {**second, "text": "Third", **ticket}
        assert gate.TICKET in third
        assert visitor.post(address, {**second, **ticket}).status_code == 200
        for _ in range(3):
            bought = visitor.post(address, {**third, "text": str(uuid4())})
        assert bought.status_code == 429


def test_a_contribution_that_was_refused_is_not_said_to_be_on_its_way(
    portal: Pages, inputs: Inputs
) -> None:
    visitor, call_id = portal.visitor(), inputs.issue("What of prisons?")
    visitor.post(f"/calls-for-input/{call_id}/contribute", contribution())
    of = str(row(portal, keeping.SUBMIT).correlation_id)
    assert "On its way" in text(visitor.get("/contributions/own").text)
    form = sent(text="More Zora", command_of=own.mark_of(of))
    assert visitor.post("/contributions/own/additions", form).status_code == 303
    portal.answer = httpx.Response(422, json={"title": "There is no such call."})
    commands = portal.app.extensions["rapporteur"].commands
    outbox.deliver(portal.engine, commands, at=portal.clock())
    assert row(portal, "add-to-contribution").refused_status == outbox.WITHOUT_IT
    page = text(visitor.get("/contributions/own").text)
    assert "could not be handed over" in page
    for word in ("On its way", "Add files", "Withdraw this"):
        assert word not in page


def test_a_contribution_takes_so_much_and_always_a_no(
    portal: Pages, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, of = contributed(portal, inputs)
    monkeypatch.setattr(keeping, "MOST", 1)
    say = partial(sent, command_of=own.mark_of(of))
    first = say(text="More Zora")
    for _ in range(2):
        assert visitor.post("/contributions/own/additions", first).status_code == 303
    full = visitor.post("/contributions/own/additions", say(text="Even more"))
    assert full.status_code == 422
    assert "takes no more" in text(full.text)
    assert "Even more" in full.text
    for publication, status in (("unnamed", 303), ("named", 422), ("no", 303), ("no", 303)):
        choice = say(publication=publication)
        assert visitor.post("/contributions/own/publication", choice).status_code == status
    assert visitor.post("/contributions/own/withdraw", say()).status_code == 303


def test_a_mandate_that_has_ended_takes_nothing(
    portal: Pages, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), portal.visitor()
    address = f"/calls-for-input/{call_id}"
    last = portal.clock().date()
    for ended, there in ((last, True), (last - timedelta(days=2), False)):
        life = Holding(mandate="sr-torture", signs_until=ended)
        monkeypatch.setattr(queries, "holdings", lambda *_, life=life: {life.mandate: life})
        assert (call_id in visitor.get("/calls-for-input").text) is there
        assert ("Send a contribution" in visitor.get(address).text) is there
        taken = visitor.post(f"{address}/contribute", contribution())
        assert taken.status_code == (200 if there else 409)
