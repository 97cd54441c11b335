"""What a text must not say, however it is spelt; and where it stands, never what was sought."""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lint.folding import folded
from portal.lint.rules import Term, findings


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
        assert folded(text[one.start : one.end]).text


@given(st.lists(st.sampled_from(["Maria", "García", "Al-Sayed", "王小明", "Иванов"]), min_size=2))
def test_a_name_of_several_words_is_found_in_capitals_in_the_middle_of_a_text(
    parts: list[str],
) -> None:
    whole = " ".join(parts)
    assert certain(f"It is said that {whole.upper()}, among others,", name(whole))
