"""Additional candidates on their pages: asked by the chair, applying, screened, disclosed on."""

import pytest
from werkzeug.test import TestResponse

from shared.core.roles import Role
from tests.portal.selection.test_roster import entry_of, joined
from tests.portal.selection.world import World, ranks, text
from tests.support.portal import Visitor

WHY = "Nobody on the list worked in the region."


class Reviewed:
    """A closed review of Ada and Bea; Zoe stands on the roster and did not apply."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.vacancy = w.called()
        self.files = [w.applied(self.vacancy, name)[0] for name in ("Ada", "Bea")]
        for one in self.files:
            w.screened(self.vacancy, one)
        w.call_closed(self.vacancy)
        for one in self.files:
            w.all_scored(one)
        assert w.do(w.chair, f"/panel/{self.vacancy}/close").status_code == 303
        self.zoe = joined(w, name="Zoe Invented")
        self.path = f"/panel/{self.vacancy}/additional"

    def sent(self, by: Visitor, name: str) -> TestResponse:
        self.w.filled_in(self.vacancy, by, name=name, certified=name, third_nationality="")
        return self.w.sent(self.vacancy, by)

    def asked(self, **also: str) -> int:
        typed = {"person": entry_of(self.w, self.zoe), "reason": WHY, "checked": "send", **also}
        return self.w.do(self.w.chair, self.path, **typed).status_code


@pytest.fixture
def reviewed(selection: World) -> Reviewed:
    return Reviewed(selection)


def test_the_chair_asks_and_the_person_applies_is_screened_and_disclosed_on(
    reviewed: Reviewed,
) -> None:
    w, vacancy = reviewed.w, reviewed.vacancy
    assert "Ask somebody else to apply" in text(w.chair.get(f"/panel/{vacancy}"))
    assert "Zoe Invented" in text(w.chair.get(reviewed.path))
    assert reviewed.asked(person="") == 422
    assert reviewed.asked(reason="") == 422
    typed = {"person": entry_of(w, reviewed.zoe), "reason": WHY}
    shown = text(w.do(w.chair, reviewed.path, **typed))
    assert "Check whom you ask to apply" in shown
    assert WHY in shown
    assert "A panel asks you to apply" not in text(reviewed.zoe.get("/candidate/"))
    assert reviewed.asked() == 303
    page = text(w.chair.get(f"/panel/{vacancy}"))
    assert WHY in page
    assert "Zoe" not in page
    assert WHY in text(w.officer.get(f"/selection/{vacancy}/results"))
    assert "Nobody on the roster fits" in text(w.chair.get(reviewed.path))
    assert reviewed.asked() == 422, "who was asked is on the list no more"

    assert "A panel asks you to apply" in text(reviewed.zoe.get("/candidate/"))
    assert "although the call closed" in text(reviewed.zoe.get(f"/candidate/apply/{vacancy}"))
    other = w.portal.signed_in(Role.CANDIDATE)
    assert "although the call closed" not in text(other.get(f"/candidate/apply/{vacancy}"))
    assert reviewed.sent(other, "Late").status_code == 422
    sent = reviewed.sent(reviewed.zoe, "Zoe")
    assert sent.status_code == 303, sent.text
    assert "A panel asks you to apply" not in text(reviewed.zoe.get("/candidate/"))

    zoe, (ada, bea) = sent.location.rpartition("/")[2], reviewed.files
    not_listed = {f"rank_{bea}": "0", f"reason_{bea}": ""}
    listed = {**ranks(zoe, ada), **not_listed, "step": "adopt"}
    w.screened(vacancy, zoe)
    assert "Zoe" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert w.chair.get(f"/panel/files/{zoe}").status_code == 404, "before any disclosure"
    w.disclosed(vacancy, w.chair)
    refused = w.do(w.chair, f"/panel/{vacancy}/shortlist", **listed)
    assert "Each member says first" in text(refused)
    for member in w.members.values():
        w.disclosed(vacancy, member)
    assert "Zoe" in text(w.chair.get(f"/panel/{vacancy}"))
    assert w.do(w.chair, f"/panel/{vacancy}/shortlist", **listed).status_code == 303
    assert w.chair.get(reviewed.path).status_code == 404, "the list is adopted"


def test_nobody_but_the_chair_of_a_closed_review_finds_the_page(reviewed: Reviewed) -> None:
    w = reviewed.w
    for member in w.members.values():
        if member is not w.chair:
            assert member.get(reviewed.path).status_code == 404
            assert w.do(member, reviewed.path, reason=WHY).status_code == 404
    open_yet = w.called()
    assert w.chair.get(f"/panel/{open_yet}/additional").status_code == 404
