"""The version for partners, as partners of the mission read it: E.10 and R19."""

from typing import Any
from unittest.mock import Mock

import pytest

from portal.homes.dossiers import mine
from portal.letters.documents import typesetting
from portal.web.commands import CommandRefused
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_partners import Kind
from shared.reference.partners import ROLES, partner_id
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.missions import Missions
from tests.support.partners import Partners, member_id
from tests.support.portal import Pages


def test_partners_read_their_version_while_they_are_admitted(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E.10: the Resident Coordinator, agencies and the institution; not security, no NGO."""
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    some = Dossiers(portal, missions)
    some.entry("Inside words")
    some.entry("Public words", shared=True)
    some.issue()
    partners = Partners(missions)
    people: dict[Kind, tuple[str, dict[str, Any]]] = {
        "rc": ("rc-1", {"account_id": "rc-1"}),
        "nhri": ("nhri-1", {"organisation_id": "nhri-1", "account_id": member_id("nhri-1")}),
        "security": ("sec-1", {"account_id": "sec-1"}),
        "ngo": ("org-1", {"organisation_id": "org-1", "account_id": member_id("org-1")}),
    }
    comes = {kind: portal.signed_in(ROLES[kind], **of) for kind, (_, of) in people.items()}
    pages = {
        kind: f"/my-visits/{partners.admitted(kind, who)}" for kind, (who, _) in people.items()
    }
    assert comes["rc"].get(f"{pages['rc']}/assessment").status_code == 404, "none is issued"
    some.issue(audience="partners")
    office = f"/missions/{missions.mission_id}/assessment/partners/1"
    for kind, visitor in comes.items():
        answer, reads = visitor.get(f"{pages[kind]}/assessment"), kind in {"rc", "nhri"}
        assert answer.status_code == (200 if reads else 403 if kind == "ngo" else 404)
        assert ("Public words" in answer.text) is reads
        assert "Inside words" not in answer.text
        assert ("Country assessment" in text(visitor.get(pages[kind]).text)) is reads
        assert visitor.get(office).status_code == 403
    pressed: list[Any] = []

    def press(laid: Any, _: Any) -> bytes:
        pressed.append(laid)
        return b"%PDF"

    monkeypatch.setattr(typesetting, "pressed", press)
    institution, page = comes["nhri"], f"{pages['nhri']}/assessment"
    assert institution.get(f"{page}/pdf").status_code == 200
    assert institution.account
    assert pressed[0]["watermark"].startswith(f"Copy of {institution.account.name}, ")
    tells = CommandRefused(422, "It tells too much now.")
    with monkeypatch.context() as patched:
        patched.setattr(mine, "refuse_what_tells", Mock(side_effect=tells))
        assert institution.get(page).status_code == 404
    partners.ask(EndPartner, partner_id(missions.mission_id, "nhri", "nhri-1"))
    for gone in (page, f"{page}/pdf"):
        assert institution.get(gone).status_code == 404
