"""Form entries: refused with a sentence, kept on the page, and applied once."""

from uuid import uuid4

import pytest

from portal.web import waiting
from portal.web.commands import Accepted
from shared.core.roles import Role
from tests.portal.selection.world import (
    CALL,
    MOTIVATION,
    World,
    account,
    ranks,
    scores,
    text,
)
from tests.support.portal import Visitor


def twice(world: World, who: Visitor, path: str, events: int = 1, /, **data: str) -> None:
    """A double click: the same form, sent two times."""
    told = len(world.service.store.log)
    form = {"command_id": str(uuid4()), **data}
    first, second = who.post(path, form), who.post(path, form)
    assert (first.status_code, second.status_code) == (303, 303), second.text
    assert first.location == second.location
    assert len(world.service.store.log) == told + events


def test_a_double_click_does_everything_once(selection: World) -> None:
    w = selection
    twice(w, w.officer, "/selection/declare", mandate="wgad", seat_region="WEOG")
    vacancy = w.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    twice(w, person, f"/candidate/apply/{vacancy}/review")
    bea, _ = w.applied(vacancy, "Bea")
    twice(
        w,
        w.officer,
        f"/selection/{vacancy}/candidates/{bea}",
        eligible="yes",
        reason="",
    )
    (ada,) = {application["candidate_id"] for application in _waiting(w, vacancy)}
    w.screened(vacancy, ada, "no")
    twice(w, w.officer, f"/selection/{vacancy}/call/close")
    for member in w.members.values():
        twice(
            w,
            member,
            f"/panel/{vacancy}/disclose",
            shown=bea,
            answer="none",
            nationality="CHE",
        )
    twice(w, w.members["APG"], f"/panel/files/{bea}", **scores(3), note="a note")
    twice(w, w.members["WEOG"], f"/panel/files/{bea}/conflict", 2)
    w.alternate(vacancy, "WEOG", "Wilma")
    twice(w, w.chair, f"/panel/{vacancy}/close", 2, reason="time-is-over")
    twice(w, w.chair, f"/panel/{vacancy}/shortlist", **ranks(bea), step="adopt")


def _waiting(world: World, vacancy: str) -> list[dict[str, str]]:
    page = world.officer.get(f"/selection/{vacancy}").text
    rows = page.split("<tr")
    return [
        {"candidate_id": row.partition("/candidates/")[2].partition('"')[0]}
        for row in rows
        if "Waits to be screened" in row
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mandate": ""}, "Choose the mandate"),
        ({"mandate": "sr-astrology"}, "Choose a mandate from the list"),
        ({"mandate": "wgad"}, "say to which"),
        ({"mandate": "sr-torture", "seat_region": "AFR"}, "Only the seats of a Working Group"),
        ({"mandate": "wgad", "seat_region": "MOON"}, "Choose a regional group from the list"),
    ],
)
def test_a_vacancy_that_cannot_be_is_not_declared(
    selection: World, typed: dict[str, str], sentence: str
) -> None:
    sent = selection.do(selection.officer, "/selection/declare", **{"seat_region": "", **typed})
    assert sent.status_code == 422
    assert sentence in text(sent)


def test_a_call_closes_on_a_day_that_is_yet_to_come(selection: World) -> None:
    vacancy = selection.declared()
    path = f"/selection/{vacancy}/call"
    assert "Last day" in text(selection.officer.get(path))
    for day, sentence in (
        ("", "Enter the last day"),
        ("soon", "Not a valid date"),
        ("2020-01-01", "must be in the future"),
    ):
        sent = selection.do(selection.officer, path, **{**CALL, "closes_on": day})
        assert sent.status_code == 422
        assert sentence in text(sent)


def test_a_panel_is_well_made(selection: World) -> None:
    vacancy = selection.declared()
    path = f"/selection/{vacancy}/panel"
    seats = selection.seats()
    for typed, sentence in (
        ({**seats, "chair": ""}, "Choose which member has the chair"),
        ({**seats, "chair": "EEG"}, "exactly one chair"),
        ({**seats, "member_weog": ""}, "at least 3 members"),
        ({**seats, "member_eeg": seats["member_weog"]}, "each member one seat"),
        ({**seats, "member_eeg": "nobody"}, "Not a valid choice"),
    ):
        sent = selection.do(selection.officer, path, **typed)
        assert sent.status_code == 422
        assert sentence in text(sent)
        assert f'<option value="{seats["member_apg"]}" selected>Anjali</option>' in sent.text


def test_the_panels_form_shows_who_sits(selection: World) -> None:
    vacancy = selection.called()
    page = selection.officer.get(f"/selection/{vacancy}/panel").text
    member = account(selection.members["WEOG"])
    assert f'<option value="{member.account_id}" selected>Willem</option>' in page
    assert 'value="AFR" checked' in page


def test_a_no_needs_a_reason(selection: World) -> None:
    vacancy = selection.called()
    candidate_id, _ = selection.applied(vacancy, "Ada")
    path = f"/selection/{vacancy}/candidates/{candidate_id}"
    for typed, sentence in (
        ({"eligible": "no", "reason": ""}, "Say why the candidate is not eligible"),
        ({"eligible": "no", "reason": "because"}, "Choose at least one reason from the list"),
        ({"eligible": "no", "reason": "because", "codes": "ugly"}, "is not a valid choice"),
        ({"eligible": "", "reason": "because"}, "Choose whether the candidate is eligible"),
        ({"eligible": "no", "reason": "x" * 2001}, "Shorten the reason to 2,000 characters"),
    ):
        sent = selection.do(selection.officer, path, **typed)
        assert sent.status_code == 422
        assert sentence in text(sent)
        assert typed["reason"] in sent.text


def test_all_six_criteria_are_scored(selection: World) -> None:
    vacancy = selection.called()
    ada = selection.file(vacancy, "Ada")
    selection.disclosed(vacancy, selection.chair)
    path = f"/panel/files/{ada}"
    early = selection.do(selection.chair, path, **scores(3), note="kept note")
    assert early.status_code == 422
    assert "once the call has closed" in text(early)
    selection.call_closed(vacancy)
    for typed, sentence in (
        ({"expertise": "", "note": "kept note"}, "Score “Expertise”"),
        ({"integrity": "6", "note": "kept note"}, "Choose from 1 to 5"),
    ):
        sent = selection.do(selection.chair, path, **{**scores(3), **typed})
        assert sent.status_code == 422
        assert sentence in text(sent)
        assert "kept note" in sent.text


def test_a_disclosure_says_what_is_missing(selection: World) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    path = f"/panel/{vacancy}/disclose"
    page = text(anjali.get(path))
    assert "Ada France (Western European and other States)" in page
    assert MOTIVATION not in page
    for typed, sentence in (
        ({"answer": ""}, "Choose your answer"),
        ({"answer": "none"}, "Choose your nationality"),
        ({"answer": "conflict"}, "Choose the candidate"),
        ({"answer": "none", "nationality": "ZZZ"}, "Choose your nationalities from the list"),
        ({"answer": "none", "nationality": "CHE", "shown": ""}, "list of candidates has changed"),
    ):
        sent = w.do(anjali, path, **{"shown": ada, **typed})
        assert (sent.status_code, sentence in text(sent)) == (422, True), sentence
    also = {"nationality": "CHE", "second": "FRA"}
    assert w.do(anjali, path, shown=ada, answer="none", **also).status_code == 303
    assert "Recused" in text(anjali.get("/panel/")), "a second nationality counts like the first"
    assert anjali.get(f"/panel/files/{ada}").status_code == 404
    willem = w.members["WEOG"]
    sent = w.do(willem, path, shown=ada, answer="conflict", candidate=ada)
    assert sent.status_code == 303
    assert "Recused" in text(willem.get("/panel/"))


def test_a_nationality_that_a_candidate_told_the_office_alone_counts_like_the_public_one(
    selection: World,
) -> None:
    """SA2: all nationalities of both sides. No page says which, or whose."""
    w, anjali = selection, selection.members["APG"]
    vacancy = w.called()
    ada = w.file(vacancy, "Ada", third_nationality="KEN")
    path = f"/panel/{vacancy}/disclose"
    inside = anjali.get(path).text.partition("<table")[2].partition("</table>")[0]
    assert "Kenya" not in inside
    sent = w.do(anjali, path, shown=ada, answer="none", nationality="CHE", second="KEN")
    assert sent.status_code == 303
    assert "Recused" in text(anjali.get("/panel/"))
    assert anjali.get(f"/panel/files/{ada}").status_code == 404


def test_who_disclosed_is_told_so_where_the_vacancy_stands(selection: World) -> None:
    w, anjali, willem = selection, selection.members["APG"], selection.members["WEOG"]
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    path, place = f"/panel/{vacancy}/disclose", f"/panel/#vacancy-{vacancy}"
    for member, answer in (
        (anjali, {"answer": "none", "nationality": "CHE"}),
        (willem, {"answer": "conflict", "candidate": ada}),
    ):
        sent = w.do(member, path, shown=ada, **answer)
        assert sent.location == place
        page = member.get("/panel/")
        assert "Done Your disclosure is kept." in text(page)
        assert f'id="vacancy-{vacancy}"' in page.text
    assert w.do(willem, path, shown=ada, answer="conflict", candidate=ada).location == place
    assert "Your disclosure" not in text(willem.get("/panel/")), "a double click tells nothing"
    sent = w.do(anjali, f"/panel/files/{ada}/conflict")
    assert sent.location == place
    assert "Done Your disclosure is kept." in text(anjali.get("/panel/"))


def test_lobbying_is_read_by_the_panel_and_the_officer(selection: World) -> None:
    w = selection
    vacancy = w.called()
    said = "A minister called me about Ada."
    sent = w.do(w.chair, f"/panel/{vacancy}/lobbying", text=said)
    assert sent.status_code == 303
    for reader in (*w.members.values(), w.officer):
        assert said in text(reader.get(f"/panel/{vacancy}/lobbied"))
    stranger = w.portal.signed_in(Role.PANEL_MEMBER)
    assert stranger.get(f"/panel/{vacancy}/lobbied").status_code == 404


def test_nothing_more_is_recorded_about_an_erased_person(selection: World) -> None:
    vacancy = selection.called()
    ada = selection.file(vacancy, "Ada")
    selection.call_closed(vacancy)
    selection.portal.vault.forget(f"candidate-{ada}", at=selection.portal.clock.at)
    sent = selection.do(selection.chair, f"/panel/files/{ada}", **scores(3), note="a note")
    assert sent.status_code == 409
    assert "erased on request" in text(sent)


def test_closing_without_all_scores_is_said_twice(selection: World) -> None:
    vacancy = selection.called()
    selection.file(vacancy, "Ada")
    selection.call_closed(vacancy)
    path = f"/panel/{vacancy}/close"
    page = text(selection.chair.get(path))
    assert "0 of 3 members are in" in page
    assert "Not in: Anjali" in page
    assert "Why is the review closed without them?" in page
    sent = selection.do(selection.chair, path)
    assert sent.status_code == 422
    assert "preferences of 3 members are missing. Wait, or close with a reason." in text(sent)
    selection.closed(vacancy)
    result = text(selection.chair.get(f"/panel/{vacancy}"))
    assert "0 of 3 members were in when the chair closed the review" in result
    assert "The time for the review is over" in result


def test_a_short_list_is_checked_before_it_is_adopted(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, bea = w.file(vacancy, "Ada"), w.file(vacancy, "Bea", gender="male", nationality="KEN")
    w.call_closed(vacancy)
    w.closed(vacancy)
    path = f"/panel/{vacancy}/shortlist"
    assert "Rank the candidates" in text(w.chair.get(path))
    for typed, sentence in (
        ({f"rank_{ada}": "2", f"reason_{ada}": "r", f"rank_{bea}": "2"}, "Rank from 1 on"),
        ({f"rank_{ada}": "1", f"rank_{bea}": "2"}, "Give the reason for the place of Ada"),
        ({f"rank_{ada}": "9", f"rank_{bea}": "0"}, "Not a valid choice"),
    ):
        for step in ("check", "adopt"):
            sent = w.do(w.chair, path, **typed, step=step)
            assert sent.status_code == 422
            assert sentence in text(sent)

    check = w.do(w.chair, path, **ranks(bea, ada, reason="A reason to keep."), step="check")
    assert "Adopt this short list?" in text(check)
    assert "become public with the report of the panel" in text(check)
    assert "1 Bea A reason to keep." in text(check)
    assert "African States 1 1" in text(check)
    assert f'name="rank_{bea}" hidden>\n1</textarea>' in check.text
    change = w.do(w.chair, path, **ranks(bea, ada, reason="A reason to keep."), step="change")
    assert change.status_code == 200
    assert "Rank the candidates" in text(change)
    assert "A reason to keep." in change.text

    few = {**ranks(bea), f"rank_{ada}": "0"}
    for short in (few, {f"rank_{ada}": "0", f"rank_{bea}": "0"}):
        sent = w.do(w.chair, path, **short, step="check")
        assert sent.status_code == 422
        assert "Rank at least 2 candidates" in text(sent)
        assert "Adopt this short list?" not in text(sent)
    assert "adopt-shortlist" not in w.service.asked
    sent = w.do(w.chair, path, **few, step="adopt")
    assert sent.status_code == 422
    assert "Rank at least 2 candidates." in text(sent)
    assert "adopt-shortlist" in w.service.asked

    assert w.do(w.chair, path, **ranks(bea, ada), step="adopt").status_code == 303
    assert w.chair.get(path).location == f"/panel/{vacancy}"
    sent = w.do(w.chair, path, **ranks(ada, bea), step="adopt")
    assert sent.status_code == 422
    assert "The short list has been adopted." in text(sent)


@pytest.mark.parametrize(
    "reason",
    [
        "Write to ada@example.org, who answers at once.",
        "As the letter says: I have worked for twenty years against torture. Ada",
        "A colleague says: she was late for every one of the hearings that year.",
    ],
    ids=["an address", "an application", "a note"],
)
def test_reasons_that_everybody_reads_at_once_have_nothing_of_a_sealed_text(
    selection: World, reason: str
) -> None:
    """A short list is public when it is adopted, before the report and its lint."""
    w = selection
    vacancy = w.called()
    ada, bea = w.file(vacancy, "Ada"), w.file(vacancy, "Bea")
    w.call_closed(vacancy)
    w.scored(ada, w.chair, note="She was late for every one of the hearings that year.")
    w.closed(vacancy)
    path = f"/panel/{vacancy}/shortlist"
    typed = {**ranks(ada, bea), f"reason_{ada}": reason}
    for step in ("check", "adopt"):
        sent = w.do(w.chair, path, **typed, step=step)
        assert sent.status_code == 422
        assert "The reason for the place of Ada has an address, a number or words" in text(sent)
        assert "The reason for the place of Bea" not in text(sent)
        assert reason in sent.text, "what was typed is kept"
    assert "adopt-shortlist" not in w.service.asked
    assert w.do(w.chair, path, **ranks(ada, bea), step="adopt").status_code == 303


def test_a_list_that_is_looked_at_fetches_only_what_is_new(selection: World) -> None:
    w = selection
    vacancy = w.called()
    _, person = w.applied(vacancy, "Ada")
    for visitor, path in (
        (w.officer, "/selection/"),
        (w.officer, f"/selection/{vacancy}"),
        (w.chair, "/panel/"),
        (person, "/candidate/"),
    ):
        news = visitor.get(path).text.partition('hx-get="')[2].partition('"')[0]
        assert visitor.fragment(news).status_code == 204
        assert visitor.get(news).status_code == 200, "a person gets the page"
        other = w.applied(vacancy, f"Bea {path}")[0]
        w.screened(vacancy, other)
        if visitor is not person:
            fragment = visitor.fragment(news)
            assert fragment.status_code == 200
            assert "<html" not in fragment.text


def test_a_page_says_when_it_cannot_show_what_was_sent_yet(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 0.0)
    vacancy = selection.called()
    after = selection.portal.after
    late, reached = (after(f"stakeholders.events:0:{n}") for n in (999_999, 1))
    page = selection.officer.get(f"/selection/{vacancy}?after={late}")
    assert page.status_code == 200
    assert "This page does not show it yet" in text(page)
    page = selection.officer.get(f"/selection/{vacancy}?after={reached}")
    assert "does not show it yet" not in text(page)


def test_the_next_page_is_told_what_to_wait_for(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacancy = selection.declared()
    after = "stakeholders.events:1:42"
    monkeypatch.setattr(type(selection.service), "ask", lambda *_, **__: Accepted(after))
    sent = selection.do(selection.officer, f"/selection/{vacancy}/panel", **selection.seats())
    assert sent.location == f"/selection/{vacancy}?after=stakeholders.events%3A1%3A42"


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-31", "9999-12-31T00:00", "10000-01-01"])
def test_a_session_at_the_end_of_the_calendar_is_refused(selection: World, day: str) -> None:
    vacancy = selection.declared()
    path = f"/selection/{vacancy}/session"
    sent = selection.do(selection.officer, path, session="63", starts_on=day, report_by="")
    assert sent.status_code == 422
