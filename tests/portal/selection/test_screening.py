"""A "no" of one officer waits for a second one, and nobody outside their office sees it."""

import pytest

from shared.core.roles import Role
from shared.reference.eligibility import REASONS
from tests.portal.selection.world import World, text

WAITS = "“No” waits for a second officer"
REASON = "a decision-making position"


@pytest.fixture
def waits(selection: World) -> tuple[str, str, str]:
    """A vacancy, an application about which a "no" waits, and the path of its page."""
    vacancy = selection.called()
    ada, _ = selection.applied(vacancy, "Ada Lindqvist")
    selection.said(vacancy, ada, "no")
    return vacancy, ada, f"/selection/{vacancy}/candidates/{ada}"


def test_a_second_officer_confirms_a_no(selection: World, waits: tuple[str, str, str]) -> None:
    vacancy, ada, path = waits
    second = selection.second_officer()
    assert WAITS in text(selection.officer.get(f"/selection/{vacancy}"))
    page = second.get(path)
    assert f'href="{path}/no"' in page.text
    assert "Record the eligibility" not in page.text, "nobody screens past a no that waits"
    read = text(second.get(f"{path}/no"))
    assert REASON in read
    assert "Ada Lindqvist" in read
    assert selection.answered(vacancy, ada, second).location.startswith(path)
    after = text(second.get(path))
    assert "Not eligible" in after
    assert WAITS not in after


CODE = "The person has another human rights function at the same time"


def test_the_codes_are_read_by_the_officers_and_then_by_the_candidate(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, candidate = w.applied(vacancy, "Ada Lindqvist")
    path, own = f"/selection/{vacancy}/candidates/{ada}", f"/candidate/applications/{ada}"
    offered = text(w.officer.get(path))
    assert all(sentence in offered for sentence in REASONS.values())
    w.said(vacancy, ada, "no")
    second = w.second_officer()
    assert CODE in text(second.get(path))
    assert CODE in text(second.get(f"{path}/no"))
    assert CODE not in text(candidate.get(own))
    w.answered(vacancy, ada, second)
    assert CODE in text(second.get(path))
    assert CODE in text(candidate.get(own))


def test_counts_by_code_are_for_selection_officers(selection: World) -> None:
    w = selection
    vacancy = w.called()
    heading = "Why candidates are not eligible"
    people = [w.applied(vacancy, name) for name in ("Ada Lindqvist", "Bo Berg", "Cy Duarte")]
    w.said(vacancy, people[0][0], "no")
    assert heading not in text(w.officer.get(f"/selection/{vacancy}")), "a proposal decides nothing"
    w.answered(vacancy, people[0][0], w.second_officer())
    w.screened(vacancy, people[1][0], "no")
    w.screened(vacancy, people[2][0])
    shown = text(w.officer.get(f"/selection/{vacancy}"))
    assert heading in shown
    assert f"{CODE} 2" in shown
    w.call_closed(vacancy)
    w.withdrawn(people[0][0], people[0][1])
    assert f"{CODE} 1" in text(w.officer.get(f"/selection/{vacancy}"))
    for who in (w.chair, people[2][1], w.portal.visitor()):
        for page in (f"/vacancies/{vacancy}", f"/panel/{vacancy}", "/vacancies/figures"):
            assert CODE not in who.get(page).text


def test_the_list_that_the_page_showed_is_the_one_that_counts(selection: World) -> None:
    vacancy = selection.called()
    ada, _ = selection.applied(vacancy, "Ada Lindqvist")
    path = f"/selection/{vacancy}/candidates/{ada}"
    said = {"eligible": "no", "reason": "late", "codes": ["late"]}
    for old in ("0", "x"):
        sent = selection.do(selection.officer, path, **said, listed=old)
        assert sent.status_code == 422
        assert "The list of reasons has changed" in text(sent)


def test_the_same_officer_is_refused(selection: World, waits: tuple[str, str, str]) -> None:
    vacancy, ada, path = waits
    assert f"{path}/no/take-back" in selection.officer.get(path).text
    assert selection.officer.get(f"{path}/no").status_code == 303
    for answer in ("confirm", "disagree"):
        sent = selection.answered(vacancy, ada, selection.officer, answer)
        assert sent.status_code == 403
        assert "Another selection officer answers it" in text(sent)
    assert WAITS in text(selection.officer.get(f"/selection/{vacancy}"))


def test_a_stale_page_decides_nothing_else(selection: World, waits: tuple[str, str, str]) -> None:
    w = selection
    vacancy, ada, path = waits
    second = w.second_officer()
    past = w.do(second, path, eligible="yes", reason="")
    assert past.status_code == 422
    assert "waits for a second selection officer" in text(past)
    assert w.do(w.officer, f"{path}/no/take-back", seen="1").status_code == 303
    w.said(vacancy, ada, "no")
    for answer in ("confirm", "disagree"):
        stale = w.answered(vacancy, ada, second, answer)
        assert stale.status_code == 422
        assert "answered or taken back" in text(stale)
    assert w.do(w.officer, f"{path}/no/take-back", seen="1").status_code == 303, "taken back before"
    assert w.do(w.officer, f"{path}/no/take-back", seen="x").status_code == 422
    assert WAITS in text(w.officer.get(path))
    assert w.answered(vacancy, ada, second, seen=2).status_code == 303
    assert w.answered(vacancy, ada, w.second_officer(), seen=2).status_code == 422


def test_after_a_disagreement_it_is_screened_anew(
    selection: World, waits: tuple[str, str, str]
) -> None:
    w = selection
    vacancy, ada, path = waits
    second = w.second_officer()
    unsaid = w.answered(vacancy, ada, second, "")
    assert "Choose whether you confirm" in text(unsaid)
    assert w.answered(vacancy, ada, second, "disagree").status_code == 303
    assert "Waits to be screened" in text(w.officer.get(f"/selection/{vacancy}"))
    assert w.do(second, path, eligible="yes", reason="").status_code == 303
    assert "Eligible" in text(w.officer.get(path))


def test_the_first_officer_takes_it_back(selection: World, waits: tuple[str, str, str]) -> None:
    _, _, path = waits
    second = selection.second_officer()
    assert second.get(f"{path}/no/take-back").status_code == 303
    assert selection.do(second, f"{path}/no/take-back", seen="1").status_code == 403
    assert REASON in text(selection.officer.get(f"{path}/no/take-back"))
    assert selection.do(selection.officer, f"{path}/no/take-back", seen="1").status_code == 303
    page = text(selection.officer.get(path))
    assert "Screen for eligibility" in page
    assert WAITS not in page
    assert "1 to screen" in text(selection.officer.get("/selection/"))


def test_until_then_nobody_outside_sees_or_counts_it(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, candidate = w.applied(vacancy, "Ada Lindqvist")
    w.screened(vacancy, ada)
    before = text(candidate.get(f"/candidate/applications/{ada}"))
    w.said(vacancy, ada, "no")
    assert text(candidate.get(f"/candidate/applications/{ada}")) == before
    assert "1 to screen" in text(w.officer.get("/selection/"))
    w.call_closed(vacancy)
    assert "Ada Lindqvist" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "Ada Lindqvist" in text(w.chair.get("/panel/"))
    closing = w.do(w.chair, f"/panel/{vacancy}/close", reason="time-is-over")
    assert "must be screened first" in text(closing)
    assert w.answered(vacancy, ada, w.second_officer()).status_code == 303
    assert "Ada Lindqvist" not in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert REASON in text(candidate.get(f"/candidate/applications/{ada}"))


def test_it_goes_with_the_application(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, candidate = w.applied(vacancy, "Ada Lindqvist")
    w.said(vacancy, ada, "no")
    w.call_closed(vacancy)
    w.withdrawn(ada, candidate)
    path = f"/selection/{vacancy}/candidates/{ada}"
    assert WAITS not in text(w.officer.get(path))
    assert w.answered(vacancy, ada, w.second_officer()).status_code == 422


def test_what_was_erased_cannot_be_read_and_can_be_answered(
    selection: World, waits: tuple[str, str, str]
) -> None:
    vacancy, ada, path = waits
    second = selection.second_officer()
    selection.portal.vault.forget(f"candidate-{ada}", at=selection.portal.clock.at)
    assert REASON not in text(second.get(f"{path}/no"))
    assert selection.answered(vacancy, ada, second).status_code == 303


def test_the_pages_are_for_selection_officers_and_for_this_vacancy(
    selection: World, waits: tuple[str, str, str]
) -> None:
    _, ada, path = waits
    other = f"/selection/{selection.declared('sr-health')}/candidates/{ada}"
    second = selection.second_officer()
    everybody = [selection.portal.signed_in(role) for role in set(Role) - {Role.SELECTION_OFFICER}]
    for page in ("no", "no/take-back"):
        assert second.get(f"{other}/{page}").status_code == 404
        for visitor in everybody:
            assert visitor.get(f"{path}/{page}").status_code == 403
            assert selection.do(visitor, f"{path}/{page}", seen="1").status_code == 403


def test_an_officer_who_applied_reads_nothing_about_themselves(selection: World) -> None:
    w = selection
    vacancy = w.called()
    both = w.portal.signed_in(Role.CANDIDATE, Role.SELECTION_OFFICER)
    w.filled_in(vacancy, both, name="Ada Lindqvist", certified="Ada Lindqvist")
    ada = w.sent(vacancy, both).location.rpartition("/")[2]
    w.said(vacancy, ada, "no")
    path = f"/selection/{vacancy}/candidates/{ada}"
    assert WAITS not in text(both.get(f"/selection/{vacancy}"))
    assert f"{path}/no" not in both.get(path).text
    assert both.get(f"{path}/no").status_code == 303
    assert w.answered(vacancy, ada, both).status_code == 403
