"""The version for partners, as partners of the mission read it: E.10 and R19."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from portal.casefile.lint.tables import compared
from portal.letters.communications.tables import shares, submissions
from portal.letters.documents import typesetting
from shared.contracts.followup_dossier_commands import WithdrawDossier
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_partners import Kind
from shared.core.roles import Role
from shared.reference.partners import ROLES, partner_id
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.inputs import Inputs
from tests.support.missions import MANDATE, STATE, Missions
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
    partners.ask(EndPartner, partner_id(missions.mission_id, "nhri", "nhri-1"))
    for gone in (page, f"{page}/pdf"):
        assert institution.get(gone).status_code == 404


def test_who_became_a_source_since_then_is_told_to_the_mandate_alone(portal: Pages) -> None:
    """Else a version that is gone tells partners who of those in it became one, and when (R6)."""
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    with portal.engine.begin() as conn:
        known = {"submission_id": str(uuid4()), "triage_position": 1}
        conn.execute(insert(submissions).values(**known, state=STATE))
        conn.execute(insert(shares).values(**known, mandate=MANDATE))
    some = Dossiers(portal, missions)
    some.entry("Nadia Kamau spoke in public.", shared=True)
    some.issue(audience="partners")
    page = f"/my-visits/{Partners(missions).admitted('rc', 'rc-1')}"
    partner = portal.signed_in(ROLES["rc"], account_id="rc-1")
    office = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({MANDATE}))
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({STATE}))
    draft = f"/missions/{missions.mission_id}/assessment"
    says = "Version 1 for partners would not be issued today"
    read = partner.get(f"{page}/assessment").text
    assert says not in text(office.get(draft).text)
    inputs = Inputs(portal, missions)
    inputs.submit(inputs.issue("What of prisons?"), "I tell you.", name="Nadia Kamau")
    with portal.engine.begin() as conn:
        conn.execute(compared.delete())
    again = partner.get(f"{page}/assessment")
    assert (again.status_code, len(again.text)) == (200, len(read))
    with portal.engine.connect() as conn:
        assert not conn.execute(select(compared)).all(), "a partner compares nothing"
    for where in (draft, f"{draft}/partners/1"):
        assert says in text(office.get(where).text)
        assert says not in text(desk.get(where).text)
    with portal.engine.connect() as conn:
        (one,) = conn.scalars(select(compared.c.text)).all()
    assert one.startswith("-"), "on record, and nothing that was typed"
    some.ask(WithdrawDossier, audience="partners", number=1)
    assert partner.get(f"{page}/assessment").status_code == 404
    assert "Country assessment" not in text(partner.get(page).text), "as if there never was one"
    assert says not in text(office.get(draft).text)
