"""Forbidden content of a text, however spelt; the result has places, never the terms."""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casefile.lint.folding import folded, skeleton
from portal.casefile.lint.rules import Term, findings


def name(text: str, subject: str = "v-1") -> Term:
    return Term(whose="victim", kind="name", text=text, subject=subject)


def email(text: str) -> Term:
    return Term(whose="source", kind="email", text=text)


def telephone(text: str) -> Term:
    return Term(whose="source", kind="telephone", text=text)


def organisation(text: str) -> Term:
    return Term(whose="source", kind="organisation", text=text)


def certain(text: str, *terms: Term) -> list[str]:
    return [text[one.start : one.end] for one in findings(text, terms) if one.certain]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("José García", "We saw JOSE GARCIA there.", "JOSE GARCIA"),
        ("Jose Garcia", "We saw José García there.", "José García"),
        ("Hana al-Masri", "They took Hana Al Masri away.", "Hana Al Masri"),
        ("Hana Al Masri", "They took Hana Al-Masri away.", "Hana Al-Masri"),
        ("Hana Al Masri", "They took Hana Almasri away.", "Hana Almasri"),
        ("Hana Al Masri", "MASRI, Hana Al was taken.", "MASRI, Hana Al"),
        ("María José García López", "García López, María was taken.", "López, María"),
        ("María José García López", "Ms María López was taken.", "María López"),
        ("José García", "J. García was taken.", "J. García"),
        ("John O'Neill", "Mr. John O’Neill's home", "John O’Neill"),
        ("Anna\nSmith", "Anna\nSmith", "Anna\nSmith"),
        ("أحمد الأسود", "اعتقل احمد الاسود أمس", "احمد الاسود"),
        ("فاطمة علي", "اعتقلت فاطمه على أمس", "فاطمه على"),
        ("مُحَمَّد حسن", "اعتقل محمد حسن", "محمد حسن"),
        ("محمد حسن", "وأوقف ومحمد حسن", "محمد حسن"),
        ("علی کریم", "اعتقل علي كريم", "علي كريم"),
        ("王小明", "当局逮捕了王小明先生。", "王小明"),
        ("Иван Петров", "Дело Ивана Петрова", None),
        ("Петров", "Дело Петрова", "Петров"),
        ("Иванова", "Дело Ивановой", "Иванов"),
        ("Łukasz Wałęsa", "Lukasz Walesa", "Lukasz Walesa"),
        ("Zübeyde Işık", "Zubeyde Isik", "Zubeyde Isik"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(term: str, text: str, found: str | None) -> None:
    assert certain(text, name(term)) == ([found] if found else [])


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Ana", "This is an ape."),
        ("Ana", "Analysis of the law"),
        ("Ann Lee", "Joann Leeds"),
        ("Ken", "A token"),
        ("Al", "Al is too short to be looked for."),
        ("", "Nothing is looked for."),
        ("-", "Nothing is - looked for."),
        ("محمد", "المحمدية مدينة"),
    ],
)
def test_what_is_only_like_a_name_is_left_alone(term: str, text: str) -> None:
    assert findings(text, [name(term)]) == ()


@pytest.mark.parametrize("text", ["Ms García was taken.", "José came."])
def test_a_part_of_a_name_is_for_a_person_to_look_at(text: str) -> None:
    (found,) = findings(text, [name("José García")])
    assert not found.certain


def test_a_whole_name_is_told_once_and_not_also_its_parts() -> None:
    (found,) = findings("José García was taken.", [name("José García")])
    assert (found.certain, found.start, found.end) == (True, 0, 11)


def test_two_people_of_one_name_are_both_told() -> None:
    terms = [name("José García", "v-1"), name("José García", "v-2")]
    assert [one.subject for one in findings("José García", terms)] == ["v-1", "v-2"]


@pytest.mark.parametrize(
    "text",
    [
        "Write to Hana@Example.org.",
        "hana (at) example.org",
        "hana at example dot org",
        "<hana@example.org>",
    ],
)
def test_an_address_is_found_also_when_it_is_spelt_out(text: str) -> None:
    assert len(certain(text, email("hana@example.org"))) == 1


def test_a_longer_address_is_another_one() -> None:
    assert certain("johana@example.org", email("hana@example.org")) == []


@pytest.mark.parametrize(
    "text",
    ["Call +254 (0) 20 123-4567 now", "call 0254201234567", "٢٥٤٢٠١٢٣٤٥٦٧", "020.123.45.67"],
)
def test_a_number_is_found_with_and_without_its_prefix(text: str) -> None:
    assert len(certain(text, telephone("+254 20 1234567"))) == 1


@pytest.mark.parametrize("text", ["in 2024 and 2025", "A/HRC/46/26", "+254 20 7654321"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert findings(text, [telephone("+254 20 1234567"), telephone("2024")]) == ()


def test_an_organisation_is_found() -> None:
    term = organisation("Demo Rights-Watch")
    assert certain("according to DEMO RIGHTS WATCH, which", term) == ["DEMO RIGHTS WATCH"]
    assert certain("Watch", term) == []


def test_a_finding_says_where_it_stands() -> None:
    text = "First paragraph.\n\nIt rained. Then José García was taken. It stopped."
    (found,) = findings(text, [name("José García")])
    assert found.paragraph == 3
    assert found.sentence == "Then José García was taken."


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Call 0201234567. Then José García. Then Ana Ruiz."
    terms = [name("Ana Ruiz", "v-2"), name("José García"), telephone("0201234567")]
    starts = [one.start for one in findings(text, terms)]
    assert starts == sorted(starts)
    assert len(starts) == len(terms)


@given(st.text(max_size=60), st.text(min_size=1, max_size=12), st.text(max_size=60))
def test_a_place_is_always_a_place_of_the_text(before: str, term: str, after: str) -> None:
    text = f"{before} {term} {after}"
    for one in findings(text, [name(term), email(term), telephone(term), organisation(term)]):
        assert 0 <= one.start < one.end <= len(text)
        place = text[one.start : one.end]
        assert folded(place).text or skeleton(place).text


@given(st.lists(st.sampled_from(["Maria", "García", "Al-Sayed", "王小明", "Иванов"]), min_size=2))
def test_a_name_of_several_words_is_found_in_capitals_in_the_middle_of_a_text(
    parts: list[str],
) -> None:
    whole = " ".join(parts)
    assert certain(f"It is said that {whole.upper()}, among others,", name(whole))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr. Deng told us.", "Deng"),
        ("Dr. DENG told us.", "DENG"),
        ("Achol told us.", "Achol"),
        ("As A. N. D. told us,", "A. N. D"),
        ("As AND told us,", "AND"),
        ("Nyandeng Achol Deng told us.", "Nyandeng Achol Deng"),
        ("Deng Nyandeng Achol told us.", "Deng Nyandeng Achol"),
        ("Asked, Dеng told us.", "Dеng"),  # a Cyrillic letter
        ("АСНОL told us.", "АСНОL"),  # four letters of it Cyrillic
        ("Αchol told us.", "Αchol"),  # a Greek letter
        ("Nyandenɡ told us.", "Nyandenɡ"),  # a script g
        ("𝐃𝐞𝐧𝐠 told us.", "𝐃𝐞𝐧𝐠"),
        ("Ｄｅｎｇ told us.", "Ｄｅｎｇ"),
        ("Acho1 told us.", "Acho1"),
        ("D\U000e0065\U000e006eeng told us.", "D\U000e0065\U000e006eeng"),
        ("De\u200bng told us.", "De\u200bng"),
        ("De\u202eng told us.", "De\u202eng"),
    ],
)
def test_a_part_of_a_name_and_what_looks_like_it_is_found(text: str, found: str) -> None:
    (one,) = findings(text, [name("Achol Nyandeng Deng")])
    assert text[one.start : one.end] == found


@pytest.mark.parametrize("whole", ["Li Wu", "Ana Paz", "Le Thi An", "Bo Ek"])
def test_short_parts_are_found_with_their_capital(whole: str) -> None:
    last = whole.rsplit(maxsplit=1)[-1]
    assert len(findings(f"Ms {last} was taken.", [name(whole)])) == 1
    assert findings(f"Nobody saw {last.lower()} there.", [name(whole)]) == ()


@pytest.mark.parametrize(
    "text",
    ["She said so.", "He had to mark it.", "the UN in Geneva", "All of them"],
)
def test_a_common_word_or_abbreviation_is_no_part_of_a_name(text: str) -> None:
    names = [name(one) for one in ("Said Al Nur", "Mark Obi", "Usman Nazir", "ALI Hassan")]
    assert findings(text, names) == ()


@pytest.mark.parametrize("text", ["Rua de Santos", "dos", "bin", "al", "de la", "بن"])
def test_a_stop_word_of_names_is_never_found_alone(text: str) -> None:
    terms = [name("João dos Reis"), name("Ali bin Omar"), name("Ana de la Paz"), name("علي بن عمر")]
    assert findings(text, terms) == ()


def test_a_part_that_somebody_else_may_be_called_tells_nothing() -> None:
    source, victim = name("José Pérez", "s-1"), name("María Pérez", "v-2")
    assert findings("María Pérez, Mr Pérez, M. P.", [source], [victim]) == ()
    (found,) = findings("María Pérez and José Pérez", [source], [victim])
    assert (found.subject, found.certain) == ("s-1", True)


def test_a_long_sentence_is_shown_next_to_the_place() -> None:
    text = f"{'word ' * 200}José García {'word ' * 200}"
    (found,) = findings(text, [name("José García")])
    assert len(found.sentence) < 400
    assert "José García" in found.sentence
    assert found.sentence.startswith("… ")
    assert found.sentence.endswith(" …")


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    terms = [name("José García", f"v-{number}") for number in range(3)]

    def calls(times: int) -> int:
        """Count what is called: the same on every machine, however busy it is."""
        text, counted, before = "José García " * times, itertools.count(), sys.getprofile()
        sys.setprofile(lambda *_: next(counted))
        try:
            found = findings(text, terms)
        finally:
            sys.setprofile(before)
        assert len(found) == 3 * times
        return next(counted)

    assert calls(400) < 11 * calls(40)
