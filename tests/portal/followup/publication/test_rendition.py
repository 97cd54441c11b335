import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.followup.publication.rendition import (
    MARK,
    Place,
    initials,
    occurrences,
    pieces,
    rendition,
    sentences,
)

TEXT = "We are concerned about Ana Pérez. She is 17."


def place(phrase: str, *, initials: bool = False, text: str = TEXT) -> Place:
    start = text.index(phrase)
    return Place(start, start + len(phrase), initials)


def test_a_place_is_replaced_and_the_rest_stays() -> None:
    assert rendition(TEXT, []) == TEXT
    assert rendition(TEXT, [place("Ana Pérez")]) == (
        "We are concerned about [redacted]. She is 17."
    )


def test_the_mark_tells_no_length_and_no_number_of_words() -> None:
    short = rendition("About Ana.", [place("Ana", text="About Ana.")])
    text = "About Anastasia Maria."
    both = [place("Anastasia", text=text), place("Maria", text=text)]
    assert short == rendition(text, both) == "About [redacted]."


def test_places_that_overlap_or_repeat_are_one() -> None:
    assert rendition(TEXT, [place("Ana P"), place("a Pérez"), place("Ana Pérez")]) == (
        "We are concerned about [redacted]. She is 17."
    )


def test_where_one_hides_and_one_shows_initials_all_is_hidden() -> None:
    places = [place("Ana Pérez", initials=True), place("Pérez")]
    assert MARK in rendition(TEXT, places)
    assert "P." not in rendition(TEXT, places)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ana Pérez", "A. P."), ("Дарья Жукова", "Д. Ж."), ("jean-luc", "J."), ("17", MARK)],
)
def test_initials_of_a_name(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_initials_stay_where_consent_says_so() -> None:
    assert rendition(TEXT, [place("Ana Pérez", initials=True)]) == (
        "We are concerned about A. P.. She is 17."
    )


def test_places_outside_the_text_hide_what_is_inside() -> None:
    assert rendition("Ana", [Place(0, 99), Place(50, 60)]) == MARK


def test_line_breaks_between_places_stay() -> None:
    assert rendition("Ana\nIvo", [Place(0, 3), Place(4, 7)]) == f"{MARK}\n{MARK}"


def test_a_phrase_is_found_in_every_case_and_spacing() -> None:
    text = "ANA  Pérez and ana\nPÉREZ; Banana."
    assert [text[one.start : one.end] for one in occurrences(text, " ana pérez ")] == [
        "ANA  Pérez",
        "ana\nPÉREZ",
    ]
    assert occurrences(text, " ") == []


def test_sentences_in_several_scripts() -> None:
    text = "First one. Second?\n\n  السيدة محتجزة؟ نعم.\n她被拘留。她生病。"
    assert [text[one.start : one.end] for one in sentences(text)] == [
        "First one.",
        "Second?",
        "السيدة محتجزة؟",
        "نعم.",
        "她被拘留。",
        "她生病。",
    ]


PLACES = st.lists(
    st.builds(
        lambda start, length, letters: Place(start, start + length, letters),
        st.integers(0, 80),
        st.integers(1, 40),
        st.booleans(),
    ),
    max_size=8,
)


@given(st.text(max_size=100), PLACES)
def test_pieces_are_the_whole_text_and_nothing_marked_stays(text: str, places: list[Place]) -> None:
    made = pieces(text, places)
    assert "".join(piece.text for piece in made) == text
    at = 0
    for piece in made:
        span = range(at, at + len(piece.text))
        if not piece.redacted:
            assert not any(one.start <= n < one.end for one in places for n in span)
        at += len(piece.text)
