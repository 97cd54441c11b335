"""The application in eight sections: filled in, kept, read through, and sent once in time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.selection import read_model
from portal.selection.application_drafts import LIFE, drafts, purge
from shared.core.geneva import GENEVA
from shared.core.roles import Role
from tests.portal.selection.world import (
    CALL,
    MOTIVATION,
    SECTIONS,
    World,
    account,
    text,
)


def section_of(field: str) -> str:
    return next(name for name, typed in SECTIONS.items() if field in typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "  "}, "Enter your full name"),
        ({"name": "A" * 201}, "Shorten the name to 200 characters"),
        ({"name": "A\x00da"}, "characters that cannot be shown"),
        ({"nationality": ""}, "Choose your nationality"),
        ({"nationality": "ZZZ"}, "Choose a State from the list"),
        ({"nationality": "OTH"}, "Choose a State from the list"),
        ({"third_nationality": "ZZZ"}, "Choose a State from the list"),
        ({"gender": ""}, "Choose a gender"),
        ({"gender": "robot"}, "Not a valid choice"),
        ({"birth_year": "70"}, "Enter a year of four digits"),
        ({"motivation": ""}, "Write your motivation letter"),
        ({"motivation": "word " * 601}, "Shorten this to 600 words: it has 601"),
        ({"motivation": "x" * 100_000}, "Shorten the letter to 600 words"),
        ({"motivation": "bell \x07"}, "characters that cannot be shown"),
        ({"available": ""}, "Choose whether you have the time"),
        ({"government": ""}, "Choose whether you hold such a position"),
        ({"certified": "Eve"}, "This is not the same name as in section I"),
        ({"true": ""}, "Certify that all that you entered is true"),
    ],
)
def test_an_application_that_is_wrong_is_shown_again_with_what_was_typed(
    selection: World, typed: dict[str, str], sentence: str
) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    (field,) = typed
    name = section_of(field)
    mine = {
        key: value for key, value in {**SECTIONS[name], **typed}.items() if value or key != "true"
    }
    saved = w.saved(vacancy, person, name, **mine)
    assert saved.status_code == 422
    assert sentence in text(saved)
    for again in (saved, person.get(f"/candidate/apply/{vacancy}/sections/{name}")):
        for key, value in mine.items():
            if key != field and name != "certify" and len(value) > 6:
                assert value in again.text
    assert "Has mistakes" in text(person.get(f"/candidate/apply/{vacancy}"))
    sent = w.sent(vacancy, person)
    assert sent.status_code == 422
    assert "Finish every section before you send the application" in text(sent)
    assert "submit-application" not in w.service.asked


@pytest.mark.parametrize("again", ["AMÉLIE  zoé", "Ame\u0301lie Zoe\u0301"])
def test_a_name_is_the_same_in_another_way_of_typing_it(selection: World, again: str) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    for name, certified in (("Amélie Zoé", again), (again, "Amélie Zoé")):
        w.filled_in(vacancy, person, name=name)
        saved = w.saved(vacancy, person, "certify", certified=certified, true="y")
        assert saved.status_code == 303


def test_another_alphabet_that_looks_alike_signs_for_nobody(selection: World) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person, name="Ada")
    saved = w.saved(vacancy, person, "certify", certified="\u0410da", true="y")
    assert saved.status_code == 422


def test_an_application_is_read_once_more_before_it_is_sent(selection: World) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    for section, typed in SECTIONS.items():
        assert w.saved(vacancy, person, section, **typed).status_code == 303
    page = person.get(f"/candidate/apply/{vacancy}/review")
    assert "cannot change it afterwards" in page.text
    for answer in ("France", "Kenya", MOTIVATION, "A doctorate in law.", "1 rue de la Paix"):
        assert answer in page.text
    assert "your name, nationality and gender are published if you are eligible" in text(page)
    assert "submit-application" not in w.service.asked
    assert w.sent(vacancy, person).status_code == 303
    assert w.service.asked.count("submit-application") == 1


def test_sections_are_saved_one_by_one_and_wait_for_their_candidate_alone(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    person, other = (w.portal.signed_in(Role.CANDIDATE) for _ in range(2))
    assert w.saved(vacancy, person, "work", **SECTIONS["work"]).status_code == 303
    tasks = text(person.get(f"/candidate/apply/{vacancy}"))
    assert "VI. Work Done" in tasks
    assert "V. Education Not started" in tasks
    assert "Go on with your draft" in text(person.get("/candidate/"))
    assert "Ombudsperson" in person.get(f"/candidate/apply/{vacancy}/sections/work").text
    assert "Ombudsperson" not in other.get(f"/candidate/apply/{vacancy}/sections/work").text
    with w.portal.engine.connect() as conn:
        [row] = conn.execute(select(drafts)).all()
    assert "Ombudsperson" not in str(row)
    assert person.get(f"/candidate/apply/{vacancy}/sections/nothing").status_code == 404


def test_a_draft_is_gone_with_its_key_once_it_was_sent_or_thrown_away(selection: World) -> None:
    w = selection
    for vacancy, way in ((w.called(), "sent"), (w.called(), "thrown away")):
        person = w.portal.signed_in(Role.CANDIDATE)
        w.filled_in(vacancy, person)
        with w.portal.engine.connect() as conn:
            kept = conn.scalar(select(drafts.c.content))
        if way == "sent":
            assert person.get(w.sent(vacancy, person).location).status_code == 200
        else:
            assert "gone for good" in text(person.get(f"/candidate/apply/{vacancy}/discard"))
            sent = person.post(f"/candidate/apply/{vacancy}/discard", {})
            assert sent.status_code == 303
        with w.portal.engine.connect() as conn:
            assert conn.execute(select(drafts)).all() == []
        assert w.portal.vault.reveal(kept) is None


def test_a_draft_that_nobody_changed_for_half_a_year_goes_by_itself(selection: World) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    with w.portal.engine.connect() as conn:
        content = conn.scalars(select(drafts.c.content)).one()
    for after, left in ((LIFE - timedelta(seconds=1), 1), (LIFE, 0)):
        purge(w.portal.engine, w.portal.vault, at=w.portal.clock() + after)
        with w.portal.engine.connect() as conn:
            assert len(conn.execute(select(drafts)).all()) == left
        assert (w.portal.vault.reveal(content) is not None) == bool(left)


def test_submitted_0_4_s_late_is_refused_and_the_draft_is_kept(selection: World) -> None:
    w, vacancy = selection, selection.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    late = datetime(2026, 12, 14, 23, 59, tzinfo=GENEVA) + timedelta(milliseconds=400)
    w.portal.clock.forward(late - w.portal.clock.at)
    person = w.portal.sign_in(account(person))
    sent = w.sent(vacancy, person)
    assert sent.status_code == 422
    assert "The call closed on 14 Dec 2026, 23:59 (Geneva)." in text(sent)
    tasks = text(person.get(f"/candidate/apply/{vacancy}"))
    assert "Your draft is kept" in tasks
    assert "VIII. Certify Done" in tasks
    w.officer = w.portal.sign_in(account(w.officer))
    assert w.extended(vacancy).status_code == 303
    assert w.sent(vacancy, person).status_code == 303


def test_the_office_reads_all_sections_and_the_panel_all_but_how_to_reach_somebody(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    office = text(w.officer.get(f"/selection/{vacancy}/candidates/{ada}"))
    panel = text(w.chair.get(f"/panel/files/{ada}"))
    own = text(person.get(f"/candidate/applications/{ada}"))
    for page in (office, panel, own):
        for answer in ("A doctorate in law.", "Ombudsperson since 2010.", "Kenya", "English"):
            assert answer in page
    assert "1 rue de la Paix" in office
    assert "1 rue de la Paix" in own
    assert "1 rue de la Paix" not in panel
    assert "1970" not in panel


def test_an_application_of_before_there_were_sections_is_read_as_it_was(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, _ = w.applied(vacancy, "Ada")
    with w.portal.engine.begin() as conn:
        conn.execute(update(read_model.candidates).values(form=None))
    page = text(w.officer.get(f"/selection/{vacancy}/candidates/{ada}"))
    assert MOTIVATION in page
    assert "II." not in page


def test_six_hundred_words_are_allowed(selection: World) -> None:
    vacancy = selection.called()
    selection.applied(vacancy, "Ada", motivation="word " * 600)


def test_what_the_rules_refuse_is_said_above_the_form(selection: World) -> None:
    w, vacancy = selection, selection.called()
    both = w.portal.signed_in(Role.PANEL_MEMBER, Role.CANDIDATE)
    w.members["EEG"] = both
    assert w.do(w.officer, f"/selection/{vacancy}/panel", **w.seats()).status_code == 303
    w.filled_in(vacancy, both)
    sent = w.sent(vacancy, both)
    assert sent.status_code == 422
    assert "cannot apply for the vacancy that it reviews" in text(sent)
    assert MOTIVATION in sent.text


def test_who_has_applied_is_led_to_the_application(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person = w.applied(vacancy, "Ada")
    own = f"/candidate/applications/{ada}"
    assert person.get(f"/candidate/apply/{vacancy}").location == own
    assert person.get(own).status_code == 200
    assert w.sent(vacancy, person).location == own
    assert "You have applied" in text(person.get("/candidate/"))


def test_naming_endangers_the_candidate_who_is_told_before_the_application_is_sent(
    selection: World,
) -> None:
    """Where the application is written, and on the page that sends it."""
    vacancy = selection.called()
    person = selection.portal.signed_in(Role.CANDIDATE)
    selection.filled_in(vacancy, person)
    own = f"/candidate/apply/{vacancy}"
    for path in (own, f"{own}/review"):
        page = text(person.get(path))
        assert "your name, nationality and gender are published" in page, path
        assert "withdraw before the call closes: then nothing shows that you applied" in page
    assert "dangerous for you to be named" in text(person.get("/apply/"))


@pytest.mark.parametrize(
    ("reference", "second", "taken"), [("FRA", "KEN", True), ("KEN", "FRA", False)]
)
def test_dual_national_for_a_seat_counts_by_the_reference_nationality(
    selection: World, reference: str, second: str, *, taken: bool
) -> None:
    """What was sent stays as it was sent; another nationality gives no seat."""
    w = selection
    vacancy = w.declared("wgad", "WEOG")
    last = (w.portal.clock.at + timedelta(days=20)).date().isoformat()
    issued = w.do(w.officer, f"/selection/{vacancy}/call", **{**CALL, "closes_on": last})
    assert issued.status_code == 303
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(
        vacancy, person, nationality=reference, second_nationality=second, third_nationality=""
    )
    sent = w.sent(vacancy, person)
    assert sent.status_code == (303 if taken else 422)
    if taken:
        own = sent.location.rpartition("/")[2]
        again = person.get(f"/candidate/apply/{vacancy}").location
        assert again.endswith(own), "what was sent is read, and not changed"
    else:
        assert "This seat belongs to the Western European and other States" in text(sent)
