"""A statement under embargo: the holder's page, the clock that issues it, and nothing public."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.letters.statements.releasing import Releaser
from portal.web.audit.chain import audit
from portal.web.commands import ServiceAway
from shared.core.geneva import there
from tests.portal.letters.statements.conftest import TITLE, Press
from tests.portal.stakeholders.test_pages import text
from tests.support.letters import LEAD
from tests.support.people import forms_of

MISSION: Mapping[str, Any] = {
    "kind": "end_of_mission",
    "visit_from": "2026-11-16",
    "visit_to": "2026-11-24",
}
MINUTE = timedelta(minutes=1)


def held(press: Press) -> str:
    """Let every mandate approve one, and its holder put it under embargo for two minutes."""
    page = press.approved(**MISSION)
    sent = _set(press, page, shared=1, until=2)
    assert sent.status_code == 303, sent.text
    return page


def _set(press: Press, page: str, *, shared: int, until: int) -> Any:
    now, address = press.desk.portal.clock(), f"{page}/embargo?mandate={LEAD}"
    [form] = [f for f in forms_of(press.desk["holder"].get(address).text) if "until" in f["fields"]]
    at = {"shared_at": now + shared * MINUTE, "until": now + until * MINUTE}
    typed = {name: f"{there(one):%Y-%m-%dT%H:%M}" for name, one in at.items()}
    return press.desk["holder"].post(address, {**form["fields"], **typed})


def releaser(press: Press) -> Releaser:
    portal = press.desk.portal
    commands = portal.app.extensions["rapporteur"].commands
    return Releaser(portal.engine, portal.vault, commands)


def release(press: Press, of: Releaser | None = None) -> int:
    return (of or releaser(press)).release(press.desk.portal.clock())


def test_it_is_public_by_the_clock_once_and_nowhere_before(press: Press) -> None:
    page, holder, clock = held(press), press.desk["holder"], press.desk.portal.clock
    shown = text(holder.get(page).text)
    assert "Under embargo" in shown
    assert "It becomes public by itself at that time" in shown
    assert f"{page}/issue" not in holder.get(page).text
    public = ("/register/statements", "/register/statements/feed.atom", "/")
    clock.forward(2 * MINUTE - timedelta(seconds=1))
    assert release(press) == 0
    for path in public:
        assert TITLE not in press.public(path).text, path
    assert press.public(f"/register{page}").status_code == 404
    clock.forward(timedelta(seconds=1))
    one = releaser(press)
    assert (release(press, one), release(press, one), release(press)) == (1, 0, 0)
    [issued] = press.told
    assert issued.first_issued_at == clock()
    assert TITLE in press.public(f"/register{page}").text
    assert "Under embargo until a press conference, by" in text(holder.get(page).text)
    with press.desk.portal.engine.connect() as conn:
        read = conn.execute(select(audit).where(audit.c.actor_id == "system:publisher")).one()
    assert (read.what, read.purpose) == ("statement", "statements.releasing")


def test_it_is_changed_and_lifted_by_its_holder(press: Press) -> None:
    page, holder, clock = held(press), press.desk["holder"], press.desk.portal.clock
    assert _set(press, page, shared=2, until=1).status_code == 422
    assert _set(press, page, shared=2, until=3).status_code == 303
    clock.forward(2 * MINUTE)
    assert release(press) == 0
    assert press.desk.press("holder", page, "/embargo/lift").status_code == 303
    clock.forward(2 * MINUTE)
    assert release(press) == 0
    assert "Approved: can be issued" in text(holder.get(page).text)
    assert press.desk.press("holder", page, "/issue").status_code == 303
    assert holder.get(f"{page}/embargo?mandate={LEAD}").status_code == 404


def test_what_the_clock_cannot_issue_waits_for_a_holder(press: Press) -> None:
    page, holder, clock = held(press), press.desk["holder"], press.desk.portal.clock
    assert page not in holder.get("/waiting").text
    clock.forward(2 * MINUTE)
    assert page in holder.get("/waiting").text
    assert "Waits for you" in text(holder.get("/statements").text)
    shown = text(holder.get(page).text)
    assert "is not public yet" in shown
    assert "becomes public by itself" not in shown
    assert press.desk.press("holder", page, "/issue").status_code == 303
    assert page not in holder.get("/waiting").text


def test_nobody_else_sets_one_and_a_press_release_has_none(press: Press) -> None:
    page = press.approved(**MISSION)
    address = f"{page}/embargo?mandate={LEAD}"
    for who, status in (("officer", 403), ("other holder", 404), ("strange holder", 404)):
        assert press.desk[who].get(address).status_code == status
    assert "/embargo" not in press.desk["officer"].get(page).text
    release_ = press.approved()
    assert "/embargo" not in press.desk["holder"].get(release_).text
    assert press.desk["holder"].get(f"{release_}/embargo?mandate={LEAD}").status_code == 404


def test_what_cannot_be_issued_yet_is_tried_again(press: Press) -> None:
    page, clock, service = held(press), press.desk.portal.clock, press.desk.service
    clock.forward(2 * MINUTE)
    one = releaser(press)
    service.away = True
    with pytest.raises(ServiceAway):
        release(press, one)
    service.away, service.lagging = False, True
    press.desk.press("holder", page, "/embargo/lift")  # the tables have not heard of it
    assert (release(press, one), release(press, one)) == (1, 0)
    clock.forward(MINUTE)
    assert release(press, one) == 1
    assert press.told == []
    vault, statement = press.desk.portal.vault, UUID(page.rpartition("/")[2])
    vault.forget(f"statement-{statement}", at=clock())
    assert (release(press), release(press)) == (1, 1)
    assert press.told == []
