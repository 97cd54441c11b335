"""The pages of a selection, from the vacancy to the public short list."""

import re
from collections.abc import Sequence
from datetime import timedelta

from shared.core.roles import Role
from tests.portal.selection.test_ending import decided, session, submitted
from tests.portal.selection.world import World, ranks, text
from tests.support.portal import Visitor


def test_a_selection_goes_from_the_vacancy_to_a_public_short_list(selection: World) -> None:
    w = selection
    anjali, willem = w.members["APG"], w.members["WEOG"]
    vacancy = w.called()
    assert "Call open" in text(w.officer.get("/selection/"))

    ada, person = w.applied(vacancy, "Ada")
    assert "Received" in text(person.get("/candidate/"))
    bea, _ = w.applied(vacancy, "Bea", nationality="KEN")
    cyr, _ = w.applied(vacancy, "Cyr", gender="male", nationality="POL")
    for candidate in (ada, bea, cyr):
        w.screened(vacancy, candidate)
    assert "You can score once the call has closed" in text(anjali.get("/panel/"))
    w.call_closed(vacancy)

    w.conflicted(ada, willem)
    wilma = w.alternate(vacancy, "WEOG", "Wilma")
    assert "scored 0 of 3" in text(wilma.get("/panel/"))
    for candidate in (ada, bea, cyr):
        w.scored(candidate, w.chair, 3)
        w.scored(candidate, anjali, 4, note="a note on it")
    w.scored(bea, wilma, 5)
    w.scored(ada, wilma, 2)
    assert "2 of 3" in text(wilma.get("/panel/"))
    assert "2 of 3 members are in" in text(w.chair.get(f"/panel/{vacancy}"))
    w.scored(cyr, wilma, 2)
    assert "3 of 3 members are in" in text(w.officer.get(f"/selection/{vacancy}"))
    sent = w.do(w.chair, f"/panel/{vacancy}/close")
    assert sent.status_code == 303

    results = text(w.chair.get(f"/panel/{vacancy}"))
    assert "Ada 3.0" in results
    assert "a note on it" in results
    assert "Bea 4.0" in text(w.officer.get(f"/selection/{vacancy}/results"))

    ranking = w.chair.get(f"/panel/{vacancy}/shortlist")
    assert "Ada Mean 3.00 of 5, from 3 members Rank of Ada" in text(ranking)

    check = w.do(w.chair, f"/panel/{vacancy}/shortlist", **ranks(bea, ada, cyr), step="check")
    assert check.status_code == 200
    assert "Adopt this short list?" in text(check)
    assert "Female 2 2" in text(check)
    sent = w.do(w.chair, f"/panel/{vacancy}/shortlist", **ranks(bea, ada, cyr), step="adopt")
    assert sent.status_code == 303

    assert "Short list adopted" in text(w.officer.get("/selection/"))
    published(w, vacancy, (bea, ada, cyr), person)


def published(w: World, vacancy: str, ids: Sequence[str], person: Visitor) -> None:
    """Everybody reads the list with the published report, and not before (A22)."""
    _, ada, _ = ids
    nobody = w.portal.visitor()
    kept_back(text(nobody.get(f"/vacancies/{vacancy}")), text(person.get("/candidate/")))

    session(w, vacancy)
    submitted(w, vacancy, [*ids])
    kept_back(text(nobody.get(f"/vacancies/{vacancy}")), text(person.get("/candidate/")))
    assert decided(w, w.officer, f"/selection/{vacancy}/report").status_code == 303

    public = text(nobody.get(f"/vacancies/{vacancy}"))
    assert "1 Bea Kenya Female Knows the field." in public, "as the report says, which was checked"
    assert "Best of all." not in public
    assert "African States 1 1" in public
    assert "On the short list, rank 2" in text(person.get("/candidate/"))
    own = person.get(f"/candidate/applications/{ada}")
    assert "The President of the Human Rights Council proposes a candidate" in text(own)
    assert "looks whether you are eligible" not in text(own)
    assert f'/vacancies/{vacancy}"' in own.text
    assert "Bea" in text(w.officer.get(f"/selection/{vacancy}/results"))


def kept_back(public: str, own: str) -> None:
    assert "Short list" not in public
    assert "Before the President" not in public
    assert "Best of all." not in public
    assert "Call closed" in public
    assert "On the short list" not in own


def test_a_page_of_the_house_has_the_dates_of_its_reader(selection: World) -> None:
    selection.officer.client.set_cookie("language", "fr")
    page = text(selection.officer.get(f"/selection/{selection.called()}"))
    assert "(Genève)" in page
    assert "(Geneva)" not in page


def test_what_everybody_reads_and_what_a_candidate_writes_is_in_french(selection: World) -> None:
    vacancy = selection.called()
    public = text(selection.portal.visitor().get(f"/fr/vacancies/{vacancy}"))
    assert "Clôture de l\N{RIGHT SINGLE QUOTATION MARK}appel" in public
    assert "(Genève)" in public
    _, person = selection.applied(vacancy, "Ada")
    person.client.set_cookie("language", "fr")
    assert "Mes candidatures" in text(person.get("/candidate/"))
    person = selection.portal.signed_in(Role.CANDIDATE)
    person.client.set_cookie("language", "fr")
    page = text(person.get(f"/candidate/apply/{vacancy}/sections/personal"))
    assert "Nom complet" in page
    assert "Allemagne Andorre Angola" in page


def test_what_waits_for_a_member_stands_first(selection: World) -> None:
    w, anjali = selection, selection.members["APG"]
    older = w.called(mandate="sr-food")
    w.portal.clock.at += timedelta(minutes=1)
    newer = w.called(mandate="sr-housing")
    page = anjali.get("/panel/").text
    assert page.index(newer) < page.index(older)
    w.file(older, "Ada")
    page = anjali.get("/panel/").text
    assert page.index(older) < page.index(newer), "of a candidate about whom this member tells"
    assert text(anjali.get("/panel/")).count("files of eligible candidates will appear") == 1
    w.call_closed(older)
    page = anjali.get("/panel/").text
    assert page.index(older) < page.index(newer), "of a file to be scored"


def test_the_board_says_when_a_report_is_due_once_the_call_is_over(selection: World) -> None:
    w = selection
    vacancy = w.called()
    session(w, vacancy)
    assert "report is due" not in text(w.officer.get("/selection/"))
    w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    assert "report is due in" in text(w.officer.get("/selection/"))


def test_the_board_says_who_has_not_disclosed_and_since_when(selection: World) -> None:
    w = selection
    vacancy = w.called()
    for path in ("/selection/", f"/selection/{vacancy}"):
        assert "Has not disclosed yet" not in text(w.officer.get(path)), "nobody is asked yet"
    ada = w.file(vacancy, "Ada")
    w.portal.clock.at += timedelta(minutes=20)
    bob = w.file(vacancy, "Bob")
    w.disclosed(vacancy, w.members["APG"])
    waits = "{} Has not disclosed yet Asked to disclose 20 minutes ago"
    for path in ("/selection/", f"/selection/{vacancy}"):
        page = text(w.officer.get(path))
        for name in ("Wanjiru", "Willem"):
            assert re.search(waits.format(rf"{name}( Chair)?"), page), page
        assert not re.search("Anjali Has not disclosed", page)
    conflict = {"shown": f"{ada},{bob}", "answer": "conflict", "candidate": bob}
    assert w.do(w.members["WEOG"], f"/panel/{vacancy}/disclose", **conflict).status_code == 303
    page = text(w.officer.get("/selection/"))
    assert "Willem" not in page, "who is recused is not asked"
    w.file(vacancy, "Cleo")
    w.portal.clock.at += timedelta(minutes=10)
    page = text(w.officer.get("/selection/"))
    assert re.search("Anjali Has not disclosed yet Asked to disclose 10 minutes ago", page), page


def test_buttons_say_what_they_do(selection: World) -> None:
    vacancy = selection.declared()
    typed = {**selection.seats(), "checked": ""}
    path = f"/selection/{vacancy}/panel"
    assert "Establish the panel" in text(selection.do(selection.officer, path, **typed))
    vacancy = selection.called()
    path = f"/selection/{vacancy}/panel"
    assert "Change the panel" in text(selection.do(selection.officer, path, **typed))
    candidate, _ = selection.applied(vacancy, "Ada")
    page = selection.officer.get(f"/selection/{vacancy}/candidates/{candidate}")
    assert "Record the eligibility" in text(page)


def test_without_an_eligible_candidate_the_chair_reads_why_there_is_no_file(
    selection: World,
) -> None:
    vacancy = selection.called()
    page = text(selection.chair.get(f"/panel/{vacancy}"))
    assert "No candidate is eligible yet" in page
    assert "0 of 0" not in page


def test_of_one_file_three_members_are_awaited(selection: World) -> None:
    vacancy = selection.called()
    selection.file(vacancy, "Ada")
    selection.call_closed(vacancy)
    for who, page in ((selection.chair, "panel"), (selection.officer, "selection")):
        assert "0 of 3 members are in" in text(who.get(f"/{page}/{vacancy}"))


def test_refusals_of_stakeholders_are_read_in_french_with_their_values(
    selection: World,
) -> None:
    vacancy = selection.called()
    selection.file(vacancy, "Ada")
    waiting = [selection.applied(vacancy, name)[0] for name in ("Bea", "Cyr")]
    late = selection.portal.signed_in(Role.CANDIDATE)
    selection.filled_in(vacancy, late)
    apply = f"/candidate/apply/{vacancy}/review"
    selection.call_closed(vacancy)
    chair, close = selection.chair, f"/panel/{vacancy}/close"
    for who, path in ((late, apply), (chair, f"/panel/{vacancy}")):
        assert who.get(f"{path}?lang=fr").status_code == 303
    page = selection.do(chair, close, reason="time-is-over").text
    first = "<li>Il faut d’abord vérifier la recevabilité de"  # noqa: RUF001  # French
    assert f"{first} 2 candidatures.</li>" in page
    selection.screened(vacancy, waiting[0])
    page = selection.do(chair, close, reason="time-is-over").text
    assert f"{first} 1 candidature.</li>" in page
    page = selection.do(late, apply).text
    closed = "24 nov. 2026, 10:00 (Genève)"
    assert f"L’appel à candidatures est clos depuis le {closed}." in page  # noqa: RUF001  # French
    assert '<span lang="fr" dir="ltr">' not in page
