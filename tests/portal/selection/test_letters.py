"""Reference letters: added to a draft, sent with the application, read by few, closed with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from portal.app.read_models import DRAFTS, GIVEN_UP, OBJECTS
from portal.casefile.attachments.objects import Objects
from portal.casefile.attachments.sweep import Sweep
from portal.casefile.attachments.unclaimed import PATIENCE, unclaimed
from portal.selection.letter_model import letters
from portal.web.audit.chain import audit
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.portal.selection.world import World, account, text
from tests.support.files import PDF, send
from tests.support.portal import Visitor


def objects(tmp_path: Path) -> list[str]:
    directory = tmp_path / "files"
    return sorted(file.name for file in directory.iterdir()) if directory.exists() else []


def notes(w: World) -> list[str]:
    with w.portal.engine.connect() as conn:
        return list(conn.scalars(select(unclaimed.c.object_name)))


def swept(w: World, tmp_path: Path) -> int:
    """Sweep, two days later."""
    directory = Objects(str(tmp_path / "files"))
    life = timedelta(days=180)
    sweep = Sweep(w.portal.engine, w.portal.vault, directory, life, OBJECTS, DRAFTS, GIVEN_UP)
    return sweep.once(w.portal.clock.at + 2 * PATIENCE)


def add(person: Visitor, vacancy: str, *names: str) -> str:
    files = [(PDF + name.encode(), name) for name in names]
    sent = send(person, f"/candidate/apply/{vacancy}/letters", *files)
    assert sent.status_code in {303, 422}, sent.text
    return text(sent if sent.status_code == 422 else person.get(sent.location))


def applied(w: World, vacancy: str, *names: str) -> tuple[str, Visitor]:
    """Somebody applies with these letters; return the candidate's id and the person."""
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    add(person, vacancy, *names)
    return w.sent(vacancy, person).location.rpartition("/")[2], person


def addresses(w: World, candidate_id: str) -> list[str]:
    c = letters.c
    with w.portal.engine.connect() as conn:
        ids = conn.scalars(select(c.letter_id).where(c.candidate_id == candidate_id))
        return [f"/candidates/{candidate_id}/letters/{one}" for one in ids]


def test_a_letter_is_kept_in_the_draft_and_removed_again(selection: World, tmp_path: Path) -> None:
    w, vacancy = selection, selection.called()
    person, other = (w.portal.signed_in(Role.CANDIDATE) for _ in range(2))
    where = f"/candidate/apply/{vacancy}"
    assert "Letters that you add will be listed here." in text(person.get(f"{where}/letters"))
    assert "Reference letters Not needed" in text(person.get(where))
    page = add(person, vacancy, "professor.pdf", "judge.pdf")
    assert "professor.pdf" in page
    assert "judge.pdf" in page
    assert "Reference letters 2 of 3" in text(person.get(where))
    assert "professor.pdf" not in text(other.get(f"{where}/letters"))
    w.filled_in(vacancy, person)  # and saving a section leaves them
    assert "judge.pdf" in text(person.get(f"{where}/review"))
    shown = person.get(f"{where}/letters").text
    first = next(one for one in shown.split('"') if one.endswith("/remove"))
    assert other.get(first).status_code == 404
    assert "professor.pdf" in text(person.get(first))
    assert len(objects(tmp_path)) == 2
    assert person.post(first, {}).status_code == 303
    assert person.post(first, {}).status_code == 303, "twice is once"
    assert person.get(first).status_code == 404
    assert "professor.pdf" not in text(person.get(f"{where}/letters"))
    assert len(objects(tmp_path)) == len(notes(w)) == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([(PDF, "a.mp3")], "Send a letter as a document or a picture"),
        ([(PDF, "letter")], "Send a letter as a document or a picture"),
        ([(b"", "a.pdf")], "This file is empty."),
        ([(b"MZ\x90\x00", "a.pdf")], "not what its name ends with"),
        ([], "Choose at least one file"),
        ([(PDF, f"{n}.pdf") for n in range(4)], "at most 3 reference letters"),
    ],
)
def test_what_is_not_taken_is_refused_with_a_sentence(
    selection: World, files: list[tuple[bytes, str]], sentence: str
) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    sent = send(person, f"/candidate/apply/{vacancy}/letters", *files)
    assert sent.status_code == 422
    assert sentence in text(sent)


def test_the_same_form_twice_keeps_its_letters_once(selection: World, tmp_path: Path) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    for _ in range(2):
        form = "0b7e1d3c-0000-4000-8000-00000000000a"
        send(person, f"/candidate/apply/{vacancy}/letters", (PDF, "a.pdf"), command_id=form)
    assert len(objects(tmp_path)) == 1


def test_the_draft_that_is_thrown_away_takes_its_letters_along(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    add(person, vacancy, "a.pdf")
    assert person.post(f"/candidate/apply/{vacancy}/discard", {}).status_code == 303
    assert objects(tmp_path) == []
    assert notes(w) == []


def test_letters_are_sent_once_and_stay_when_the_draft_goes(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    ada, person = applied(w, vacancy, "a.pdf", "b.pdf")
    assert notes(w) == []
    assert person.get(f"/candidate/apply/{vacancy}/letters").status_code == 303
    assert send(person, f"/candidate/apply/{vacancy}/letters", (PDF, "c.pdf")).status_code == 303
    page = text(person.get(f"/candidate/applications/{ada}"))
    assert page.index("a.pdf") < page.index("b.pdf")
    swept(w, tmp_path)
    [first, _] = addresses(w, ada)
    got = person.get(first)
    assert got.data.startswith(PDF)
    assert "attachment" in got.headers["Content-Disposition"]


def test_the_letters_of_a_draft_wait_for_it_and_a_lost_answer_loses_none(
    selection: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when the service has accepted: nobody struck the notes."""
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    add(person, vacancy, "a.pdf")
    assert swept(w, tmp_path) == 0
    w.filled_in(vacancy, person)
    monkeypatch.setattr("portal.selection.application_drafts.hand_over", lambda _: None)
    ada = w.sent(vacancy, person).location.rpartition("/")[2]
    assert len(notes(w)) == 1
    person.get(f"/candidate/applications/{ada}")  # its draft goes now
    assert notes(w) == []
    assert swept(w, tmp_path) == 0
    [letter] = addresses(w, ada)
    assert person.get(letter).data.startswith(PDF)


def test_a_refused_application_keeps_its_letters(selection: World) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    add(person, vacancy, "a.pdf")
    w.filled_in(vacancy, person)
    w.call_closed(vacancy)
    assert "The call closed on" in text(w.sent(vacancy, person))
    assert "a.pdf" in text(person.get(f"/candidate/apply/{vacancy}/letters"))
    assert len(notes(w)) == 1


def test_the_office_and_who_disclosed_and_takes_part_read_them_and_nobody_else(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    ada, person = applied(w, vacancy, "a.pdf")
    [letter] = addresses(w, ada)
    member, conflicted = w.members["APG"], w.members["WEOG"]
    assert w.officer.get(letter).status_code == 200
    assert member.get(letter).status_code == 404, "nobody is screened yet"
    w.screened(vacancy, ada)
    assert member.get(letter).status_code == 404, "and nobody has disclosed"
    w.disclosed(vacancy, member)
    assert member.get(letter).data.startswith(PDF)
    assert "a.pdf" in text(member.get(f"/panel/files/{ada}"))
    w.disclosed(vacancy, conflicted)
    w.conflicted(ada, conflicted)
    assert conflicted.get(letter).status_code == 404
    strangers = {role: w.portal.signed_in(role) for role in set(Role) - {Role.SELECTION_OFFICER}}
    for role, stranger in strangers.items():
        assert stranger.get(letter).status_code in {403, 404}, role
    assert w.portal.visitor().get(letter).status_code == 303, "sign in first"
    other, _ = applied(w, w.called(), "b.pdf")
    assert w.officer.get(letter.replace(ada, other)).status_code == 404
    assert person.get(letter.replace(ada, other)).status_code == 404


def test_a_withdrawn_application_closes_its_letters_for_everybody(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person = applied(w, vacancy, "a.pdf")
    [letter] = addresses(w, ada)
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    assert w.chair.get(letter).status_code == 200
    w.withdrawn(ada, person)
    for who in (person, w.officer, w.chair):
        assert who.get(letter).status_code == 404
    for page in (
        person.get(f"/candidate/applications/{ada}"),
        w.officer.get(f"/selection/{vacancy}/candidates/{ada}"),
    ):
        assert page.status_code == 200
        assert "a.pdf" not in page.text


def test_the_bytes_of_letters_go_with_the_application_and_those_of_others_stay(
    selection: World, tmp_path: Path
) -> None:
    """The key to each lies in a fact that stays, and so in every backup of the store."""
    w, vacancy = selection, selection.called()
    early, one = applied(w, vacancy, "a.pdf")
    ada, person = applied(w, vacancy, "b.pdf", "c.pdf")
    bea, _ = applied(w, vacancy, "d.pdf")
    w.withdrawn(early, one)
    w.call_closed(vacancy)
    w.withdrawn(ada, person)
    for _ in range(2):
        swept(w, tmp_path)
        assert len(objects(tmp_path)) == 1
        assert notes(w) == []
    [kept] = addresses(w, bea)
    assert w.officer.get(kept).data.startswith(PDF)


def test_letters_of_an_application_whose_answer_was_lost_go_with_it(
    selection: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    add(person, vacancy, "a.pdf")
    w.filled_in(vacancy, person)
    monkeypatch.setattr("portal.selection.application_drafts.hand_over", lambda _: None)
    ada = w.sent(vacancy, person).location.rpartition("/")[2]
    w.withdrawn(ada, person)
    swept(w, tmp_path)
    assert objects(tmp_path) == []


def test_an_erased_person_leaves_no_letter(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, _ = applied(w, vacancy, "a.pdf")
    [letter] = addresses(w, ada)
    w.portal.vault.forget(f"candidate-{ada}", at=w.portal.clock.at)
    assert w.officer.get(letter).status_code == 410
    page = text(w.officer.get(f"/selection/{vacancy}/candidates/{ada}"))
    assert "This file was erased on request." in page
    assert "a.pdf" not in page


def test_each_reading_of_a_letter_is_on_record(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, _ = applied(w, vacancy, "a.pdf")
    [letter] = addresses(w, ada)
    with w.portal.engine.begin() as conn:
        conn.execute(delete(audit))
    w.officer.get(letter)
    with w.portal.engine.connect() as conn:
        read = [(row.actor_id, row.subject) for row in conn.execute(select(audit))]
    assert (account(w.officer).account_id, f"candidate-{ada}") in read


def test_no_name_of_a_file_and_no_word_of_it_lies_in_the_clear(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    applied(w, vacancy, "planted-name.pdf")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"planted-name" not in file.read_bytes()
            assert b"the whole report" not in file.read_bytes()
    [told] = [
        record.event.letters
        for record in w.service.store.log
        if type(record.event).__name__ == "ApplicationSubmitted"
    ]
    assert isinstance(told[0].details, Sealed)
