"""What a call promises is checked before it is issued, and told before anybody applies."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from shared.core.geneva import GENEVA
from shared.core.roles import Role
from tests.portal.selection.world import CALL, World, account, text


def last(world: World, days: int) -> str:
    return (world.portal.clock.at + timedelta(days=days)).date().isoformat()


def test_the_officer_reads_the_call_once_more_before_it_is_issued(selection: World) -> None:
    w, vacancy = selection, selection.declared()
    path = f"/selection/{vacancy}/call"
    entered = {**CALL, "closes_on": last(w, 50), "departure": "", "visibility": "letters"}
    shown = text(w.do(w.officer, path, **{**entered, "checked": ""}))
    assert "Check the call" in shown
    assert "Name, nationality and gender, and the letter of motivation" in shown
    assert "English, French" in shown
    assert w.portal.visitor().get(f"/vacancies/{vacancy}").status_code == 404
    assert w.do(w.officer, path, **entered).status_code == 303
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "Open for at least 42 days" in public
    assert "English, French" in public
    assert "and the letter of motivation" in public


def test_a_call_that_is_too_short_says_why_to_everybody(selection: World) -> None:
    w, vacancy = selection, selection.declared()
    path = f"/selection/{vacancy}/call"
    short = {**CALL, "closes_on": last(w, 20)}
    refused = w.do(w.officer, path, **{**short, "departure": ""})
    assert refused.status_code == 422
    assert "A call is open for at least 42 days" in text(refused)
    assert w.do(w.officer, path, **{**short, "languages": []}).status_code == 422
    assert w.do(w.officer, path, **short).status_code == 303
    for page in (
        w.portal.visitor().get(f"/vacancies/{vacancy}"),
        w.officer.get(f"/selection/{vacancy}"),
    ):
        assert "Why the call does not keep its dates: The holder resigned" in text(page)


def test_who_applies_is_told_before_what_becomes_public(selection: World) -> None:
    w = selection
    names, letters = w.called(), w.called(visibility="letters")
    person = w.portal.signed_in(Role.CANDIDATE)
    for vacancy, said in ((names, False), (letters, True)):
        w.filled_in(vacancy, person)
        for page in ("", "/review"):
            shown = text(person.get(f"/candidate/apply/{vacancy}{page}"))
            assert "your name, nationality and gender" in shown
            assert ("and your letter of motivation" in shown) is said


def test_letters_are_public_only_where_the_call_said_so_and_it_has_closed(
    selection: World,
) -> None:
    w, anybody = selection, selection.portal.visitor()
    for visibility, status in (("names", 404), ("letters", 200)):
        vacancy = w.called(visibility=visibility)
        ada, ben = w.file(vacancy, "Ada"), w.applied(vacancy, "Ben")[0]
        path = f"/vacancies/{vacancy}/letters/{ada}"
        assert anybody.get(path).status_code == 404
        w.call_closed(vacancy)
        assert anybody.get(path).status_code == status
        assert anybody.get(f"/vacancies/{vacancy}/letters/{ben}").status_code == 404
        assert anybody.get(f"/vacancies/{vacancy}/letters/{uuid4()}").status_code == 404
        linked = path in anybody.get(f"/vacancies/{vacancy}").text
        assert linked is (status == 200)
    assert "twenty years against torture. Ada" in text(anybody.get(path))


def test_the_letter_of_somebody_who_withdrew_is_gone(selection: World) -> None:
    w, anybody = selection, selection.portal.visitor()
    vacancy = w.called(visibility="letters")
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    path = f"/vacancies/{vacancy}/letters/{ada}"
    assert anybody.get(path).status_code == 200
    w.withdrawn(ada, person)
    assert anybody.get(path).status_code == 404
    assert path not in anybody.get(f"/vacancies/{vacancy}").text


def test_an_erased_letter_shows_nothing(selection: World) -> None:
    w, anybody = selection, selection.portal.visitor()
    vacancy = w.called(visibility="letters")
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    w.portal.vault.forget(f"candidate-{ada}", at=w.portal.clock.at)
    page = text(anybody.get(f"/vacancies/{vacancy}/letters/{ada}"))
    assert "Ada" not in page
    assert "erased" in page


def announced(w: World) -> tuple[str, datetime]:
    """A vacancy whose call opens in ten days, and when."""
    vacancy = w.declared()
    day = (w.portal.clock.at + timedelta(days=10)).date()
    dates = {"opens_on": day.isoformat(), "closes_on": last(w, 60), "departure": ""}
    sent = w.do(w.officer, f"/selection/{vacancy}/call", **{**CALL, **dates})
    assert sent.status_code == 303, sent.text
    return vacancy, datetime.combine(day, time(), GENEVA)


def test_until_a_call_opens_everybody_reads_when_and_nobody_sends(selection: World) -> None:
    w = selection
    vacancy, opens = announced(w)
    person = w.portal.signed_in(Role.CANDIDATE)
    for who, path in (
        (w.portal.visitor(), f"/vacancies/{vacancy}"),
        (w.portal.visitor(), "/vacancies/"),
        (w.officer, f"/selection/{vacancy}"),
        (w.officer, "/selection/"),
        (person, "/candidate/"),
        (person, f"/candidate/apply/{vacancy}"),
    ):
        shown = text(who.get(path))
        assert "The call opens" in shown, path
        assert "all closed" not in shown, path
    assert "Write a draft" in text(person.get("/candidate/"))
    assert "Call announced" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    w.filled_in(vacancy, person)
    early = w.sent(vacancy, person)
    assert early.status_code == 422
    assert "The call opens on 4 Dec 2026, 00:00 (Geneva)." in text(early)
    assert "VIII. Certify Done" in text(person.get(f"/candidate/apply/{vacancy}"))
    assert w.do(w.officer, f"/selection/{vacancy}/call/close").status_code == 422
    w.portal.clock.forward(opens - w.portal.clock.at)
    person = w.portal.sign_in(account(person))
    assert "The call opens" not in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert w.sent(vacancy, person).status_code == 303


def test_a_call_of_another_day_is_checked_before_it_is_issued(selection: World) -> None:
    w, vacancy = selection, selection.declared()
    path = f"/selection/{vacancy}/call"
    entered = {**CALL, "opens_on": "2026-12-04", "closes_on": last(w, 60), "checked": ""}
    assert "4 Dec 2026" in text(w.do(w.officer, path, **entered))
    past = {**CALL, "opens_on": "2026-11-01", "closes_on": last(w, 60)}
    assert "The opening day is over" in text(w.do(w.officer, path, **past))
    never = {**CALL, "opens_on": last(w, 30), "closes_on": last(w, 29)}
    assert "cannot close before it opens" in text(w.do(w.officer, path, **never))
