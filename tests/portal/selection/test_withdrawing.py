"""Applications that are withdrawn, on everybody's pages."""

from datetime import timedelta

from portal.selection import candidates
from portal.web.accounts.account import actor_of
from tests.portal.selection.test_ending import decided, session, submitted
from tests.portal.selection.world import World, account, ranks, text
from tests.support.portal import Visitor


def test_a_candidate_who_withdraws_before_the_list_leaves_no_trace(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada Endangered")
    w.screened(vacancy, ada)
    own = f"/candidate/applications/{ada}"
    confirm = text(person.get(f"{own}/withdraw"))
    assert "no page will show that you applied" in confirm
    w.withdrawn(ada, person)
    assert "Your application is withdrawn." in text(person.get("/candidate/"))
    assert person.get(own).status_code == 404
    w.call_closed(vacancy)
    for visitor, path in (
        (w.portal.visitor(), f"/vacancies/{vacancy}"),
        (w.officer, f"/selection/{vacancy}"),
        (w.officer, "/selection/"),
        (w.chair, "/panel/"),
        (person, "/candidate/"),
    ):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "Endangered" not in text(page)
        assert ada not in page.text
        assert "Withdrawn" not in page.text
    assert w.officer.get(f"/selection/{vacancy}/candidates/{ada}").status_code == 404
    with w.portal.engine.connect() as conn:
        assert candidates.applications(conn, actor_of(account(w.officer)), vacancy) == []


def test_who_withdrew_before_the_call_closed_may_apply_again(selection: World) -> None:
    vacancy = selection.called()
    ada, person = selection.applied(vacancy, "Ada")
    selection.withdrawn(ada, person)
    assert f"/candidate/apply/{vacancy}" in person.get("/candidate/").text
    selection.filled_in(vacancy, person)
    assert selection.sent(vacancy, person).status_code == 303


def test_a_candidate_who_withdraws_after_the_list_is_shown_as_withdrawn(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    w.file(vacancy, "Bea")
    w.call_closed(vacancy)
    assert "beside your name that you withdrew" in text(
        person.get(f"/candidate/applications/{ada}/withdraw")
    )
    w.withdrawn(ada, person)
    assert "Ada Withdrawn France" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "Withdrawn" in text(person.get(f"/candidate/applications/{ada}"))
    assert "The candidate withdrew" in text(w.officer.get(f"/selection/{vacancy}/candidates/{ada}"))
    assert w.chair.get(f"/panel/files/{ada}").status_code == 404
    assert "scored 0 of 1" in text(w.chair.get("/panel/"))


def recommended(w: World) -> tuple[str, list[tuple[str, Visitor]]]:
    """A vacancy whose short list has three candidates, in order."""
    vacancy = w.called()
    people = [w.applied(vacancy, name) for name in ("Ada", "Bea", "Cyr")]
    for candidate, _ in people:
        w.screened(vacancy, candidate)
    w.call_closed(vacancy)
    w.closed(vacancy)
    form = ranks(*(candidate for candidate, _ in people))
    sent = w.do(w.chair, f"/panel/{vacancy}/shortlist", **form, step="adopt")
    assert sent.status_code == 303, sent.text
    return vacancy, people


def test_the_list_closes_up_when_somebody_recommended_withdraws(selection: World) -> None:
    w = selection
    vacancy, [(first, ada), (bea, person), (third, cyr)] = recommended(w)
    session(w, vacancy)
    submitted(w, vacancy, [first, bea, third])
    assert decided(w, w.officer, f"/selection/{vacancy}/report").status_code == 303
    w.withdrawn(bea, person)
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "1 Ada France" in public
    assert "2 Cyr France" in public
    assert "Bea Withdrawn" in public
    assert "rank 1" in text(ada.get("/candidate/"))
    assert "rank 2" in text(cyr.get("/candidate/"))
    assert "rank" not in text(person.get("/candidate/"))


def test_nobody_withdraws_the_application_of_another(selection: World) -> None:
    vacancy = selection.called()
    ada, _ = selection.applied(vacancy, "Ada")
    _, other = selection.applied(vacancy, "Bea")
    path = f"/candidate/applications/{ada}/withdraw"
    assert other.get(path).status_code == 404
    assert selection.do(other, path).status_code == 404


def again(w: World, vacancy: str) -> None:
    last = (w.portal.clock.at + timedelta(days=40)).date().isoformat()
    path = f"/selection/{vacancy}/call/again"
    sent = w.do(w.officer, path, closes_on=last, reason="list-used-up")
    assert sent.status_code == 303, sent.text


def test_where_all_who_are_recommended_withdraw_the_call_is_issued_again(selection: World) -> None:
    w = selection
    vacancy, people = recommended(w)
    for candidate, person in people:
        w.withdrawn(candidate, person)
    for visitor, path in (
        (w.chair, f"/panel/{vacancy}"),
        (w.members["APG"], f"/panel/{vacancy}"),
        (w.officer, f"/selection/{vacancy}/results"),
    ):
        page = text(visitor.get(path))
        assert "Nobody is left: the candidates withdrew" in page
        assert "Rank the candidates" not in page
    assert "No eligible candidate is left. Issue the call again" in text(
        w.officer.get(f"/selection/{vacancy}")
    )
    again(w, vacancy)
    [(ada, person), *_] = people
    assert f"/candidate/apply/{vacancy}" in person.get("/candidate/").text
    w.filled_in(vacancy, person)
    anew = w.sent(vacancy, person).location.rpartition("/")[2]
    assert f"/candidate/apply/{vacancy}" not in person.get("/candidate/").text
    w.screened(vacancy, anew)
    w.call_closed(vacancy)
    assert w.chair.get(f"/panel/files/{anew}").status_code == 200
    assert w.chair.get(f"/panel/files/{ada}").status_code == 404
    assert "scored 0 of 1" in text(w.chair.get("/panel/"))
    assert "Ada Withdrawn France" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))


def test_a_chair_without_a_candidate_is_not_sent_to_rank(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    w.closed(vacancy)
    assert "Rank the candidates" in text(w.chair.get(f"/panel/{vacancy}"))
    w.withdrawn(ada, person)
    assert "Nobody is left" in text(w.chair.get(f"/panel/{vacancy}"))
    assert "Nobody is left" not in text(w.members["APG"].get(f"/panel/{vacancy}"))


def test_a_candidate_withdraws_from_a_vacancy_that_lapsed(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada Endangered")
    w.screened(vacancy, ada)
    sent = w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    assert sent.status_code == 303
    assert "The vacancy lapsed: no page" in text(
        person.get(f"/candidate/applications/{ada}/withdraw")
    )
    w.withdrawn(ada, person)
    w.portal.clock.forward(timedelta(days=21))
    assert "Endangered" not in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))


def test_who_withdrew_begins_anew_and_not_with_the_draft_of_before(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person = w.applied(vacancy, "Ada")  # and never looks at it
    w.withdrawn(ada, person)
    assert "Not started" in text(person.get(f"/candidate/apply/{vacancy}"))
    w.filled_in(vacancy, person)
    anew = w.sent(vacancy, person).location
    assert ada not in anew
    assert person.get(anew).status_code == 200
