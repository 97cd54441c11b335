"""Officers make an open call known: a rule and a number before it is sent, and no list."""

from typing import Any

from portal.stakeholders.organisations.read_model import ORGANISATIONS
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.selection.test_roster import joined
from tests.portal.selection.world import World, text
from tests.support.organisations import Register, named

SEND: dict[str, Any] = {"checked": "send"}


def registered(w: World) -> None:
    """Organisations of Kenya and France, each with somebody who speaks for it."""
    register = Register(w.portal.engine, w.portal.vault, told=50_000)
    register.public(named(1), "Africa first", country="KEN")
    register.confirmed(named(2), "Hidden", country="FRA")
    for number in (1, 2):
        w.portal.person(Role.FOCAL_POINT, organisation_id=named(number))


def test_a_call_is_made_known_after_a_preview_of_rule_and_number(selection: World) -> None:
    w = selection
    Applier(w.portal.engine, ORGANISATIONS).prepare()
    vacancy = w.called()
    registered(w)
    sto = w.portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert f"/calls/{vacancy}" in sto.get("/calls/").text
    assert f"/calls/{vacancy}" in w.officer.get(f"/selection/{vacancy}").text
    assert "Each time that the call is made known will appear here" in text(
        sto.get(f"/calls/{vacancy}")
    )
    path = f"/calls/{vacancy}/register"
    shown = text(w.do(sto, path, regions=["AFR"]))
    assert "Organisations of the register; African States" in shown
    assert "People who would be told 1" in shown
    assert "0 to 9" in text(w.do(w.officer, path, regions=["AFR"]))
    assert w.do(sto, path, **SEND, regions=["AFR"]).status_code == 303
    for officer, number in ((sto, "1"), (w.officer, "0 to 9")):
        listed = text(officer.get(f"/calls/{vacancy}"))
        assert f"People who were told: {number}" in listed
        assert "Africa first" not in listed
    shown = text(w.do(w.officer, path, regions=["EEG"]))
    assert "0 to 9" in shown
    assert w.do(w.officer, path, **SEND, regions=["EEG"]).status_code == 303


def test_the_selection_office_makes_it_known_to_the_roster(selection: World) -> None:
    w = selection
    vacancy = w.called()
    joined(w)
    path = f"/calls/{vacancy}/roster"
    sto = w.portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert sto.get(path).status_code == 403
    assert path not in sto.get(f"/calls/{vacancy}").text
    shown = text(w.do(w.officer, path, languages=["ar"]))
    assert "People of the roster; Arabic" in shown
    assert "People who would be told 1" in shown
    nobody = w.do(w.officer, path, **SEND, languages=["zh"])
    assert nobody.status_code == 422
    assert "Nobody would be told" in text(nobody)
    assert w.do(w.officer, path, **SEND, languages=["ar"]).status_code == 303
    assert "People who were told: 1" in text(w.officer.get(f"/calls/{vacancy}"))


def test_a_call_that_is_not_open_is_not_there(selection: World) -> None:
    w = selection
    vacancy = w.called()
    w.call_closed(vacancy)
    for page in ("", "/register", "/roster"):
        assert w.officer.get(f"/calls/{vacancy}{page}").status_code == 404
    assert "A vacancy will appear here" in text(w.officer.get("/calls/"))
