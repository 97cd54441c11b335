"""The officer moves a vacancy on that lacks candidates or members, and everybody reads why."""

from datetime import timedelta

from shared.core.roles import Role
from tests.portal.selection.world import World, account, text


def until(world: World, days: int) -> str:
    return (world.portal.clock.at + timedelta(days=days)).date().isoformat()


def test_a_call_without_an_eligible_candidate_is_extended_for_everybody(selection: World) -> None:
    w = selection
    vacancy = w.called()
    minister, _ = w.applied(vacancy, "The Minister")
    w.screened(vacancy, minister, "no")
    w.call_closed(vacancy)
    assert "No candidate is eligible. Extend the call" in text(
        w.officer.get(f"/selection/{vacancy}")
    )
    path = f"/selection/{vacancy}/call/extend"
    sent = w.do(w.officer, path, closes_on=until(w, 40), reason="")
    assert (sent.status_code, "Choose a reason" in text(sent)) == (422, True)
    sent = w.do(w.officer, path, closes_on=until(w, 40), reason="few-eligible")
    assert sent.status_code == 303
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "Call open" in public
    assert "Too few candidates are eligible" in public
    w.file(vacancy, "Ada")


def test_nothing_is_said_of_who_is_eligible_before_an_application_is_screened(
    selection: World,
) -> None:
    w = selection
    vacancy = w.called()
    w.applied(vacancy, "Ada")
    w.call_closed(vacancy)
    read = text(w.officer.get(f"/selection/{vacancy}"))
    assert "Waits to be screened" in read
    assert "No candidate is eligible. Extend the call" not in read


def test_a_call_that_closed_without_an_application_says_that_nobody_applied(
    selection: World,
) -> None:
    w = selection
    vacancy = w.called()
    assert "Applications will appear here" in text(w.officer.get(f"/selection/{vacancy}"))
    w.call_closed(vacancy)
    read = text(w.officer.get(f"/selection/{vacancy}"))
    assert "Nobody applied." in read
    assert "Applications will appear here" not in read


def test_a_call_is_issued_again_and_the_panel_begins_anew(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    w.scored(ada, w.chair, 5)
    w.closed(vacancy)
    path = f"/selection/{vacancy}/call/again"
    sent = w.do(w.officer, path, closes_on=until(w, 40), reason="balance")
    assert sent.status_code == 303
    assert w.officer.get(f"/selection/{vacancy}/results").status_code == 404
    w.call_closed(vacancy)
    assert "Ada" in text(w.chair.get("/panel/"))
    assert "0 of 3 members are in" in text(w.chair.get(f"/panel/{vacancy}"))


def test_a_call_for_a_mandate_with_another_scope_asks_applicants_to_send_again(
    selection: World,
) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    path = f"/selection/{vacancy}/call"
    assert "another scope" not in text(w.officer.get(f"{path}/extend"))
    assert "those who applied are told to send a new one" in text(w.officer.get(f"{path}/again"))
    sent = w.do(w.officer, f"{path}/again", closes_on=until(w, 40), reason="new-scope")
    assert sent.status_code == 303, sent.text
    own = text(person.get(f"/candidate/applications/{ada}"))
    assert "The Council gave the mandate another scope" in own
    assert f"/candidate/apply/{vacancy}" in person.get("/candidate/").text
    w.filled_in(vacancy, person)
    assert w.sent(vacancy, person).status_code == 303, "that is how somebody confirms"
    assert "Council gave the mandate another scope" in text(
        w.portal.visitor().get(f"/vacancies/{vacancy}")
    )


def test_a_lapsed_vacancy_says_so_to_everybody(selection: World) -> None:
    w = selection
    vacancy = w.called()
    _, person = w.applied(vacancy, "Ada")
    sent = w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-not-extended")
    assert sent.status_code == 303
    for visitor, path in (
        (w.portal.visitor(), f"/vacancies/{vacancy}"),
        (w.officer, f"/selection/{vacancy}"),
        (person, "/candidate/"),
    ):
        assert "Vacancy lapsed" in text(visitor.get(path))
    for visitor, path in (
        (w.portal.visitor(), f"/vacancies/{vacancy}"),
        (w.officer, f"/selection/{vacancy}"),
    ):
        assert "will appear here" not in text(visitor.get(path))
    assert "The Council did not extend the mandate" in text(
        w.portal.visitor().get(f"/vacancies/{vacancy}")
    )
    stranger = w.portal.signed_in(Role.CANDIDATE)
    assert f"/candidate/apply/{vacancy}" not in stranger.get("/candidate/").text


def test_a_seat_goes_to_an_alternate(selection: World) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    w.scored(ada, anjali, 5)
    fresh = w.portal.signed_in(Role.PANEL_MEMBER, name="Arjun")
    path = f"/selection/{vacancy}/panel/APG"
    assert "Now in this seat: Anjali" in text(w.officer.get(path))
    sent = w.do(w.officer, path, member=account(fresh).account_id, cause="alternate")
    assert sent.status_code == 422
    assert "only of a member who cannot take part" in text(sent)
    sent = w.do(w.officer, path, member=account(fresh).account_id, cause="successor")
    assert sent.status_code == 303
    assert "Arjun" in text(w.officer.get(f"/selection/{vacancy}"))
    assert anjali.get(f"/panel/files/{ada}").status_code == 404
    assert fresh.get(f"/panel/files/{ada}").status_code == 404, "disclose first"
    w.disclosed(vacancy, fresh)
    assert fresh.get(f"/panel/files/{ada}").status_code == 200
    w.closed(vacancy)
    results = text(w.chair.get(f"/panel/{vacancy}"))
    assert "Ada 5.0" not in results, "what was sealed when its member left is void"
    assert w.officer.get(f"/selection/{vacancy}/panel/EEG").status_code == 404
