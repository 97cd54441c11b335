"""Every page for every role, item by item, and content that nobody may read from a page."""

import pytest

from shared.core.roles import Role
from tests.portal.selection.world import World, account, ranks, scores, text

OPEN_TO = {
    "/selection/": {Role.SELECTION_OFFICER},
    "/selection/declare": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/call": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/call/close": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/panel": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/call/extend": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/call/again": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/lapse": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/panel/AFR": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/candidates/{file}": {Role.SELECTION_OFFICER},
    "/selection/{vacancy}/results": {Role.SELECTION_OFFICER},
    "/panel/": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/files/{file}": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/files/{file}/conflict": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/disclose": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/lobbying": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/lobbied": {Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.SELECTION_OFFICER},
    "/panel/{vacancy}/earlier-questions": {
        Role.PANEL_MEMBER,
        Role.PANEL_CHAIR,
        Role.SELECTION_OFFICER,
    },
    "/panel/{vacancy}": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/close": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/remind": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/preferences": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/interviews": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/additional": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/panel/{vacancy}/shortlist": {Role.PANEL_MEMBER, Role.PANEL_CHAIR},
    "/candidate/": {Role.CANDIDATE},
    "/candidate/apply/{vacancy}": {Role.CANDIDATE},
    "/candidate/apply/{vacancy}/sections/personal": {Role.CANDIDATE},
    "/candidate/apply/{vacancy}/review": {Role.CANDIDATE},
    "/candidate/apply/{vacancy}/letters": {Role.CANDIDATE},
    "/candidate/apply/{vacancy}/discard": {Role.CANDIDATE},
    "/candidate/applications/{file}": {Role.CANDIDATE},
    "/candidate/applications/{file}/withdraw": {Role.CANDIDATE},
}
# A stranger to this selection who holds the role sees an item as if it did not exist.
ANYBODYS = {
    "/selection/",
    "/selection/declare",
    "/panel/",
    "/candidate/",
    "/candidate/apply/{vacancy}",
    "/candidate/apply/{vacancy}/sections/personal",
    "/candidate/apply/{vacancy}/review",
    "/candidate/apply/{vacancy}/letters",
    "/candidate/apply/{vacancy}/discard",
}


@pytest.mark.usefixtures("refusals_drawn_once")
def test_a_page_opens_for_its_roles_and_for_nobody_else(selection: World) -> None:
    vacancy = selection.called()
    file = selection.file(vacancy, "Ada")
    everybody = {role: selection.portal.signed_in(role) for role in Role}
    for pattern, roles in OPEN_TO.items():
        path = pattern.format(vacancy=vacancy, file=file)
        assert selection.portal.visitor().get(path).status_code == 303, "sign in first"
        for role, visitor in everybody.items():
            status = visitor.get(path).status_code
            if role not in roles:
                assert status == 403, (path, role)
            elif pattern in ANYBODYS or role is Role.SELECTION_OFFICER:
                assert status == (404 if path.endswith("/results") else 200), (path, role)
            else:
                assert status == 404, (path, role)


@pytest.mark.usefixtures("refusals_drawn_once")
def test_a_form_is_taken_from_its_roles_and_from_nobody_else(selection: World) -> None:
    vacancy = selection.called()
    file = selection.file(vacancy, "Ada")
    asked = list(selection.service.asked)
    for role in set(Role) - {Role.SELECTION_OFFICER, Role.PANEL_MEMBER, Role.PANEL_CHAIR}:
        visitor = selection.portal.signed_in(role)
        for pattern in OPEN_TO:
            if role is Role.CANDIDATE and pattern.startswith("/candidate"):
                continue
            sent = selection.do(visitor, pattern.format(vacancy=vacancy, file=file))
            assert sent.status_code in {403, 405}, (pattern, role)
    stranger = selection.portal.signed_in(Role.PANEL_CHAIR)
    for path in (
        f"/panel/files/{file}",
        f"/panel/files/{file}/conflict",
        f"/panel/{vacancy}/close",
        f"/panel/{vacancy}/remind",
        f"/panel/{vacancy}/preferences",
        f"/panel/{vacancy}/shortlist",
    ):
        assert selection.do(stranger, path, **scores(3)).status_code == 404
    assert selection.service.asked == asked, "no service was asked"


def test_everybody_sees_the_public_list(selection: World) -> None:
    vacancy = selection.called()
    selection.file(vacancy, "Ada Public")
    for visitor in (
        selection.portal.visitor(),
        selection.portal.signed_in(Role.COORDINATION_COMMITTEE),
    ):
        assert "Call open" in text(visitor.get("/vacancies/"))
        assert "Ada Public" not in visitor.get(f"/vacancies/{vacancy}").text
    selection.call_closed(vacancy)
    page = selection.portal.visitor().get(f"/vacancies/{vacancy}")
    assert "Ada Public France Female" in text(page)
    assert "twenty years" not in page.text


def test_a_vacancy_that_was_not_called_is_nobodys_business(selection: World) -> None:
    vacancy = selection.declared()
    visitor = selection.portal.visitor()
    assert visitor.get(f"/vacancies/{vacancy}").status_code == 404
    assert "Vacancies will appear here" in text(visitor.get("/vacancies/"))


def test_names_of_the_ineligible_are_never_public(selection: World) -> None:
    vacancy = selection.called()
    selection.file(vacancy, "Ada")
    minister, _ = selection.applied(vacancy, "The Minister")
    selection.screened(vacancy, minister, "no")
    selection.call_closed(vacancy)
    assert "The Minister" not in selection.portal.visitor().get(f"/vacancies/{vacancy}").text
    assert "The Minister" not in selection.chair.get("/panel/").text
    assert selection.chair.get(f"/panel/files/{minister}").status_code == 404


def test_a_member_in_conflict_finds_the_file_nowhere(selection: World) -> None:
    w, willem = selection, selection.members["WEOG"]
    vacancy = w.called()
    ada, bea = w.file(vacancy, "Ada Lindqvist"), w.file(vacancy, "Bea Mensah")
    w.call_closed(vacancy)
    w.scored(ada, willem)
    confirm = text(willem.get(f"/panel/files/{ada}/conflict"))
    assert "all that you gave no longer counts" in confirm
    assert "cannot take this back" in confirm
    w.conflicted(ada, willem)

    for path in (f"/panel/files/{ada}", f"/panel/files/{ada}/conflict"):
        assert willem.get(path).status_code == 404
    assert w.do(willem, f"/panel/files/{ada}", **scores(5)).status_code == 404
    w.alternate(vacancy, "WEOG", "Wilma")
    w.scored(bea, w.chair)
    w.closed(vacancy)
    page = willem.get("/panel/")
    assert page.status_code == 200
    assert "Lindqvist" not in page.text
    assert ada not in page.text
    for path in (f"/panel/{vacancy}", f"/panel/files/{bea}"):
        assert willem.get(path).status_code == 404


def test_a_recused_member_sees_the_name_of_the_vacancy_and_recused_on_any_route(
    selection: World,
) -> None:
    w, willem = selection, selection.members["WEOG"]
    vacancy = w.called()
    elena = w.portal.signed_in(Role.PANEL_MEMBER, name="Elena")
    four = {**w.seats(), "member_eeg": account(elena).account_id}
    assert w.do(w.officer, f"/selection/{vacancy}/panel", **four).status_code == 303
    ada, bea = w.file(vacancy, "Ada Lindqvist"), w.file(vacancy, "Bea Mensah")
    w.call_closed(vacancy)
    w.conflicted(ada, willem)
    shown = text(willem.get("/panel/"))
    assert shown.partition("My files Special Rapporteur on torture")[1], shown
    assert "punishment Recused How this works" in shown, "and nothing else"
    values = {"vacancy_id": vacancy, "candidate_id": ada, "region": "WEOG"}

    def seen() -> dict[str, str]:
        pages = {}
        for rule in w.portal.app.url_map.iter_rules():
            if not rule.arguments or rule.arguments <= values.keys():
                for file in (ada, bea):
                    with w.portal.app.test_request_context():
                        path = w.portal.app.url_map.bind("").build(
                            rule.endpoint, {**values, "candidate_id": file}
                        )
                    public = path.startswith(("/vacancies", "/fr/", "/ar/", "/es/", "/ru/", "/zh/"))
                    if "GET" in (rule.methods or ()) and not public and "sign-out" not in path:
                        pages[path] = text(willem.get(path))
        return pages

    before = seen()
    for path, page in before.items():
        for word in ("Lindqvist", "Mensah", "Under review", ada, bea):
            assert word not in page, path
    w.disclosed(vacancy, elena)
    for member in (w.chair, w.members["APG"], elena):
        w.scored(bea, member, 4)
    w.closed(vacancy)
    assert seen() == before, "nothing that goes on shows"
    search = text(w.do(willem, "/search", text="torture", where="all"))
    assert "Panels" not in search


def test_a_score_is_sealed_for_everybody_else_until_the_review_is_closed(
    selection: World,
) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    before = {path: text(w.members["WEOG"].get(path)) for path in ("/panel/", f"/panel/{vacancy}")}
    w.scored(ada, anjali, 5, note="marker-note")

    own = anjali.get(f"/panel/files/{ada}")
    assert "marker-note" in own.text
    assert own.text.count('" checked') == 6
    pages = [
        (w.members["WEOG"], "/panel/"),
        (w.members["WEOG"], f"/panel/files/{ada}"),
        (w.members["WEOG"], f"/panel/{vacancy}"),
        (w.chair, f"/panel/{vacancy}"),
        (w.chair, f"/panel/files/{ada}"),
        (w.chair, f"/panel/{vacancy}/close"),
        (w.officer, f"/selection/{vacancy}"),
        (w.officer, f"/selection/{vacancy}/candidates/{ada}"),
    ]
    for visitor, path in pages:
        page = visitor.get(path)
        assert page.status_code == 200
        assert "marker-note" not in page.text
        assert '" checked' not in page.text
        assert "5.0" not in page.text
    after = {path: text(w.members["WEOG"].get(path)) for path in before}
    assert after == before, "a member does not even see that others have scored"
    assert w.officer.get(f"/selection/{vacancy}/results").status_code == 404
    assert w.chair.get(f"/panel/{vacancy}/shortlist").status_code == 404

    w.closed(vacancy)
    for visitor, path in (
        (w.members["WEOG"], f"/panel/{vacancy}"),
        (w.chair, f"/panel/{vacancy}"),
        (w.officer, f"/selection/{vacancy}/results"),
    ):
        results = text(visitor.get(path))
        assert "marker-note" in results
        assert "Ada 5.0" in results


def test_what_a_member_polls_does_not_tell_that_others_have_scored(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    watching = w.members["WEOG"]
    for path in ("/panel/", f"/panel/{vacancy}"):
        news = watching.get(path).text.partition('hx-get="')[2].partition('"')[0]
        assert watching.fragment(news).status_code == 204
        w.scored(ada, w.members["APG"], 5 if path == "/panel/" else 4)
        assert watching.fragment(news).status_code == 204


def test_the_chair_who_is_out_of_a_file_does_not_rank(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, bea = w.file(vacancy, "Ada"), w.file(vacancy, "Bea")
    w.call_closed(vacancy)
    w.closed(vacancy)
    w.conflicted(ada, w.chair)
    assert w.chair.get(f"/panel/{vacancy}").status_code == 404
    assert w.chair.get(f"/panel/{vacancy}/shortlist").status_code == 404

    fresh = w.alternate(vacancy, "AFR", "Wambui")
    sent = w.do(
        w.officer,
        f"/selection/{vacancy}/panel",
        **{**w.seats(chair="APG"), "member_afr": account(fresh).account_id},
    )
    assert sent.status_code == 303
    sent = w.do(w.members["APG"], f"/panel/{vacancy}/shortlist", **ranks(ada, bea), step="adopt")
    assert sent.status_code == 303
    assert fresh.get(f"/panel/{vacancy}").status_code == 200


def test_only_the_chair_closes_and_ranks(selection: World) -> None:
    w = selection
    vacancy = w.called()
    w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    member = w.members["APG"]
    assert "members are in" not in text(member.get(f"/panel/{vacancy}"))
    assert member.get(f"/panel/{vacancy}/close").status_code == 404
    assert w.do(member, f"/panel/{vacancy}/close", reason="time-is-over").status_code == 404
    w.closed(vacancy)
    assert member.get(f"/panel/{vacancy}/shortlist").status_code == 404
    assert w.do(member, f"/panel/{vacancy}/shortlist", step="adopt").status_code == 404


def test_a_candidate_reads_his_own_application_and_the_reason_for_a_no(selection: World) -> None:
    vacancy = selection.called()
    candidate_id, person = selection.applied(vacancy, "Ada")
    other_id, other = selection.applied(vacancy, "Bea")
    assert "twenty years" in text(person.get(f"/candidate/applications/{candidate_id}"))
    assert person.get(f"/candidate/applications/{other_id}").status_code == 404
    selection.screened(vacancy, candidate_id, "no")
    page = text(person.get(f"/candidate/applications/{candidate_id}"))
    assert "Not eligible" in page
    assert "a decision-making position" in page
    assert "Ada" not in text(other.get("/candidate/"))


@pytest.mark.parametrize("path", ["/selection/{other}/candidates/{file}", "/panel/{other}"])
def test_an_item_of_another_vacancy_is_not_there(selection: World, path: str) -> None:
    vacancy = selection.called()
    file = selection.file(vacancy, "Ada")
    other = selection.declared("sr-health")
    visitor = selection.officer if path.startswith("/selection") else selection.chair
    assert visitor.get(path.format(other=other, file=file)).status_code == 404


def test_erased_people_are_erased_on_every_page(selection: World) -> None:
    vacancy = selection.called()
    ada = selection.file(vacancy, "Ada Erased")
    selection.call_closed(vacancy)
    selection.portal.vault.forget(f"candidate-{ada}", at=selection.portal.clock.at)
    for visitor, path in (
        (selection.officer, f"/selection/{vacancy}"),
        (selection.officer, f"/selection/{vacancy}/candidates/{ada}"),
        (selection.chair, "/panel/"),
        (selection.chair, f"/panel/files/{ada}"),
        (selection.portal.visitor(), f"/vacancies/{vacancy}"),
    ):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "[erased]" in page.text
        assert "Ada Erased" not in page.text
