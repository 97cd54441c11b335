"""No forged form of a selection is a fault, and an id of elsewhere is that of nothing."""

from uuid import uuid4

from shared.core.roles import Role
from tests.portal.selection.world import World, text
from tests.support.forged import forged


def test_no_forged_form_is_a_fault_of_ours(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    begun = w.portal.signed_in(Role.CANDIDATE)
    forms = [
        *((w.officer, f"/selection/{part}") for part in ("declare", f"{vacancy}/call/extend")),
        *((w.officer, f"/selection/{vacancy}/{part}") for part in ("panel", "panel/AFR", "lapse")),
        (w.officer, f"/selection/{vacancy}/candidates/{ada}"),
        (w.chair, f"/panel/{vacancy}/disclose"),
        *(
            (begun, f"/candidate/apply/{vacancy}/sections/{name}")
            for name in ("personal", "certify")
        ),
    ]
    for visitor, path in forms:
        for word, status in forged(visitor, path, answer="none", cause="alternate", chair="AFR"):
            assert status < 500, (path, word)
    assert person.get(f"/candidate/applications/{ada}").status_code == 200


def test_an_officer_sits_on_no_panel(selection: World) -> None:
    """Every file is the officer's: as a member they would read on when recused."""
    w, vacancy = selection, selection.called()
    both = w.portal.signed_in(Role.SELECTION_OFFICER, Role.PANEL_MEMBER, name="Both")
    assert both.account
    path = f"/selection/{vacancy}/panel"
    assert "Both" not in text(w.officer.get(path))
    seats = {**w.seats(), "member_grulac": both.account.account_id}
    assert w.do(w.officer, path, **seats).status_code == 422


def test_an_id_of_another_vacancy_or_of_nothing_is_answered_alike(selection: World) -> None:
    """The file of a vacancy on whose panel somebody else sits says not even that it is there."""
    w, vacancy = selection, selection.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    other, nothing = w.portal.signed_in(Role.PANEL_CHAIR), str(uuid4())
    stranger = w.portal.signed_in(Role.CANDIDATE)
    for visitor, pattern, known in (
        (other, "/panel/files/{}", ada),
        (other, "/panel/files/{}/conflict", ada),
        *((other, f"/panel/{{}}{part}", vacancy) for part in ("", "/disclose", "/shortlist")),
        (stranger, "/candidate/applications/{}/withdraw", ada),
    ):
        here, there = (visitor.get(pattern.format(one)) for one in (known, nothing))
        assert (here.status_code, text(here)) == (there.status_code, text(there))
        assert here.status_code == 404
        sent = [
            w.do(visitor, pattern.format(one)).status_code
            for one in (known, nothing)
            if pattern != "/panel/{}"
        ]
        assert set(sent) <= {404}, pattern
