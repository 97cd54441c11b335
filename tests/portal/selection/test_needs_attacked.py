"""What went wrong with views on what a mandate needs, and does no more."""

from datetime import timedelta
from uuid import UUID, uuid4

from portal.selection import needs
from portal.web.accounts import account as accounts
from portal.web.accounts.rights import Rights
from shared.contracts.stakeholders_files_commands import EndSelectionFiles
from shared.core.roles import Role
from shared.reference.selection_files import FILES_CLOCK, MONTHS
from tests.portal.selection.test_needs import SAID, focal, given
from tests.portal.selection.world import World, account, text
from tests.support.portal import Visitor


def became(w: World, who: Visitor, *roles: Role) -> Visitor:
    """Let somebody have these roles alone, and sign in again."""
    with w.portal.engine.begin() as conn:
        accounts.set_rights(conn, account(who).account_id, Rights(roles=frozenset(roles)), None)
    return w.portal.sign_in(account(who))


def test_whose_term_ended_reads_and_withdraws_the_view_and_gives_none(selection: World) -> None:
    w, vacancy = selection, selection.called()
    holder = w.portal.signed_in(Role.MANDATE_HOLDER, name="Hana", mandates={"sr-torture"})
    assert given(w, vacancy, holder, consent="named") == 303
    former = became(w, holder)
    own = f"/needs/{vacancy}"
    assert "What this mandate needs: your view" in text(former.get(f"/en/vacancies/{vacancy}"))
    page = text(former.get(own))
    assert SAID in page
    assert "Correct the view" not in page
    assert former.get(f"{own}/write").status_code == 403
    assert w.portal.signed_in(Role.AUDITOR).get(own).status_code == 404
    for _ in range(2):  # a double click
        gone = w.do(former, f"{own}/withdraw")
        assert gone.status_code == 303
        assert gone.location.partition("?")[0].endswith(f"/vacancies/{vacancy}")
    assert SAID not in text(w.officer.get(f"{own}/views"))
    assert former.get(own).status_code == 404


def test_nobody_reads_the_view_of_somebody_who_sits_on_the_panel_since(selection: World) -> None:
    w, vacancy = selection, selection.called()
    author = focal(w)
    assert given(w, vacancy, author) == 303
    assert SAID in text(w.chair.get(f"/needs/{vacancy}/views"))
    w.members["EEG"] = became(w, author, Role.PANEL_MEMBER, Role.NGO_MEMBER)
    sent = w.do(w.officer, f"/selection/{vacancy}/panel", **w.seats())
    assert sent.status_code == 303, sent.text
    for who in (w.chair, w.members["EEG"], w.officer):
        assert SAID not in text(who.get(f"/needs/{vacancy}/views"))


def test_a_return_of_no_version_is_refused(selection: World) -> None:
    w, vacancy = selection, selection.called()
    author = focal(w)
    assert given(w, vacancy, author) == 303
    view = needs.view_id(vacancy, account(author).account_id)
    path = f"/needs/{vacancy}/views/{view}/return"
    for seen in ("", "one", "²"):
        assert w.do(w.officer, path, seen=seen, reason="A name.").status_code == 422
    assert SAID in text(w.chair.get(f"/needs/{vacancy}/views"))


def test_a_holder_without_a_name_is_not_named_by_the_capacity(selection: World) -> None:
    w, vacancy = selection, selection.called()
    holder = w.portal.signed_in(Role.MANDATE_HOLDER, name="Hana", mandates={"sr-torture"})
    assert given(w, vacancy, holder) == 303
    for who in (w.chair, w.officer):
        page = text(who.get(f"/needs/{vacancy}/views"))
        assert "Without a name " in page
        assert "Outgoing mandate-holder" not in page
    assert given(w, vacancy, holder, consent="named") == 303
    assert "Outgoing mandate-holder: Hana" in text(w.chair.get(f"/needs/{vacancy}/views"))


def test_who_gave_a_view_is_not_named_once_the_files_ended(selection: World) -> None:
    w, vacancy = selection, selection.called()
    assert given(w, vacancy, focal(w), consent="named") == 303
    w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    where = f"/needs/{vacancy}/views"
    assert "Prison Watch" in text(w.officer.get(where))
    w.portal.clock.at += timedelta(days=740)
    end = EndSelectionFiles(vacancy_id=vacancy, months=MONTHS)
    w.service.ask(end, by=FILES_CLOCK, command_id=uuid4(), correlation_id=UUID(vacancy))
    page = text(w.portal.sign_in(account(w.officer)).get(where))
    assert "Prison Watch" not in page
    assert "They were erased" in page


def test_whose_view_was_erased_is_told_so_and_not_that_they_were(selection: World) -> None:
    w, vacancy = selection, selection.called()
    author = focal(w)
    assert given(w, vacancy, author) == 303
    view = needs.view_id(vacancy, account(author).account_id)
    w.portal.vault.forget(needs.subject_of(view), at=w.portal.clock.at)
    for path in ("", "/write", "/withdraw"):
        assert author.get(f"/needs/{vacancy}{path}").status_code == 200
    typed = {"text": "Another one.", "consent": "named", "checked": "send"}
    again = w.do(author, f"/needs/{vacancy}/write", **typed)
    assert again.status_code == 409
    page = text(again)
    assert "What this is about was erased on request" in page
    assert "Another one." in page
