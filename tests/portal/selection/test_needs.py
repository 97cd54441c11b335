"""Views on what a mandate needs, on the pages of their authors, the officer and the panel (A.2)."""

from datetime import timedelta
from uuid import UUID, uuid4

from portal.homes.notices import selection_files
from portal.selection import needs
from portal.stakeholders.read_model import TERMS
from shared.contracts.stakeholders_files_commands import EndSelectionFiles
from shared.core.roles import Role
from shared.read_models.model import Applier
from shared.reference.selection_files import FILES_CLOCK, MONTHS
from tests.portal.selection.world import World, account, text
from tests.support.portal import Visitor

SAID = "Somebody who visits prisons without notice."


def given(w: World, vacancy: str, by: Visitor, said: str = SAID, consent: str = "anonymous") -> int:
    path = f"/needs/{vacancy}/write"
    typed = {"text": said, "consent": consent}
    read = w.do(by, path, **typed)
    assert read.status_code in {200, 403, 404}, read.text
    return w.do(by, path, **typed, checked="send").status_code


def focal(w: World, name: str = "Foe", **also: str) -> Visitor:
    of = {"organisation": "Prison Watch", "organisation_id": "prison-watch", **also}
    return w.portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, name=name, **of)


def test_a_view_is_read_once_more_sent_corrected_and_withdrawn(selection: World) -> None:
    w, vacancy = selection, selection.called()
    author, other = focal(w), focal(w, "Fie", organisation="Closed House", organisation_id="house")
    holder = w.portal.signed_in(Role.MANDATE_HOLDER, name="Hana", mandates={"sr-torture"})
    stranger = w.portal.signed_in(Role.MANDATE_HOLDER, name="Gus", mandates={"sr-food"})
    assert "What this mandate needs: your view" in text(author.get(f"/en/vacancies/{vacancy}"))
    assert "your view" not in text(w.portal.visitor().get(f"/en/vacancies/{vacancy}"))
    own = f"/needs/{vacancy}"
    assert "Give a view" in text(author.get(own))
    assert w.do(author, f"{own}/write", text="").status_code == 422
    read = w.do(author, f"{own}/write", text=SAID, consent="named")
    assert "Read your view once more" in text(read)
    assert SAID in text(read)
    assert given(w, vacancy, author, consent="named") == 303
    assert "May the panel read who says it? Yes, with the name" in text(author.get(own))
    assert given(w, vacancy, other, "No politics.") == 303
    assert given(w, vacancy, holder, "Time for two visits a year.", "named") == 303
    assert given(w, vacancy, stranger) == 404
    views = text(w.chair.get(f"{own}/views"))
    for shown in (SAID, "Prison Watch", "No politics.", "Outgoing mandate-holder: Hana"):
        assert shown in views
    assert "Closed House" not in views
    assert SAID in text(author.get(f"{own}/write"))
    assert given(w, vacancy, author, "Languages.") == 303
    assert SAID not in text(w.officer.get(f"{own}/views"))
    w.call_closed(vacancy)
    assert "Correct the view" not in text(author.get(own))
    assert given(w, vacancy, author) == 422
    assert author.get(f"{own}/withdraw").status_code == 200
    assert w.do(author, f"{own}/withdraw").status_code == 303
    assert author.get(f"{own}/withdraw").status_code == 404
    assert "no view is taken any more" in text(author.get(own))
    assert "Languages." not in text(w.officer.get(f"{own}/views"))


def test_who_reads_the_views_and_who_does_not(selection: World) -> None:
    w, vacancy = selection, selection.called()
    author = focal(w)
    assert given(w, vacancy, author) == 303
    candidate_id = w.file(vacancy, "Ada")
    person = w.portal.signed_in(Role.CANDIDATE)
    both = w.portal.signed_in(
        Role.CANDIDATE,
        Role.NGO_MEMBER,
        Role.FOCAL_POINT,
        name="Both",
        organisation="Two",
        organisation_id="two",
    )
    assert given(w, vacancy, both, "Somebody like me.") == 303
    w.filled_in(vacancy, both)
    assert w.sent(vacancy, both).status_code == 303
    assert given(w, vacancy, both) == 403
    where = f"/needs/{vacancy}/views"
    assert "Somebody like me." not in text(w.officer.get(where)), "who applied says nothing"
    w.call_closed(vacancy)
    w.conflicted(candidate_id, w.members["APG"])
    for who, status in (
        (w.members["WEOG"], 200),
        (w.officer, 200),
        (w.members["APG"], 404),  # recused
        (person, 403),
        (author, 403),
        (w.portal.signed_in(Role.PANEL_MEMBER, name="of another panel"), 404),
    ):
        assert who.get(where).status_code == status


def test_an_officer_returns_a_view_that_names_somebody_and_the_author_reads_why(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    author = focal(w)
    assert given(w, vacancy, author, "Ada would be right.") == 303
    view = needs.view_id(vacancy, account(author).account_id)
    path = f"/needs/{vacancy}/views/{view}/return"
    seen = {"seen": "1", "reason": "It names a candidate."}
    assert w.do(w.officer, path, seen="1").status_code == 422
    assert w.do(w.officer, path, **seen).status_code == 303
    assert "Ada would be right." not in text(w.chair.get(f"/needs/{vacancy}/views"))
    assert "Returned" in text(w.officer.get(f"/needs/{vacancy}/views"))
    own = text(author.get(f"/needs/{vacancy}"))
    assert "It names a candidate." in own
    assert given(w, vacancy, author, "Somebody who knows prisons.") == 303
    assert w.do(w.officer, path, **seen).status_code == 422, "another version"
    assert "Somebody who knows prisons." in text(w.chair.get(f"/needs/{vacancy}/views"))
    unknown = path.replace(view, needs.view_id(vacancy, "nobody"))
    assert w.officer.get(unknown).status_code == 404


def test_terms_of_reference_are_the_panels_and_end_of_files_takes_the_views(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    Applier(w.portal.engine, TERMS).prepare()
    terms = f"/needs/{vacancy}/terms"
    assert w.do(w.officer, terms, text="Resolution 52/7, paragraph 3.").status_code == 303
    assert "Resolution 52/7" in text(w.officer.get(terms))
    assert "Resolution 52/7" in text(w.chair.get(f"/needs/{vacancy}/views"))
    assert w.chair.get(terms).status_code == 403
    author = focal(w)
    assert given(w, vacancy, author) == 303
    w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    w.portal.clock.at += timedelta(days=740)
    end = EndSelectionFiles(vacancy_id=vacancy, months=MONTHS)
    w.service.ask(end, by=FILES_CLOCK, command_id=uuid4(), correlation_id=UUID(vacancy))
    selection_files.end(w.portal.engine, w.portal.vault, months=MONTHS, at=w.portal.clock.at)
    officer, author = (w.portal.sign_in(account(one)) for one in (w.officer, author))
    assert SAID not in text(officer.get(f"/needs/{vacancy}/views"))
    assert SAID not in text(author.get(f"/needs/{vacancy}"))
