import pytest

from portal.homes.search.typed import read
from shared.core.case_numbers import case_number
from shared.reference import states
from tests.support.submissions import ID


def states_of(text: str) -> set[str]:
    """What every word may name."""
    return set.intersection(*(set(word.states) for word in read(text).words))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "KEN"),
        ("ken", "KEN"),
        ("KE", "KEN"),
        ("Suisse", "CHE"),
        ("Швейцария", "CHE"),
        ("瑞士", "CHE"),
        ("سويسرا", "CHE"),
        ("switz", "CHE"),
        ("UNITED KINGDOM", "GBR"),
        ("the Netherlands", "NLD"),
        ("Burma", "MMR"),
        ("Cote d'Ivoire", "CIV"),
        ("Yugoslavia", "SRB"),
    ],
)
def test_a_state_goes_by_its_names_and_codes(text: str, code: str) -> None:
    assert code in states_of(text)


def test_every_state_goes_by_each_of_its_names() -> None:
    for state in states().values():
        for name in (state.code, *state.names.values()):
            assert state.code in states_of(name), name


def test_two_letters_are_no_part_of_a_name() -> None:
    assert states_of("ke") == {"KEN"}


@pytest.mark.parametrize(
    ("text", "mandate"),
    [
        ("torture", "sr-torture"),
        ("WGAD", "wgad"),
        ("sr-torture", "sr-torture"),
        ("détention arbitraire", "wgad"),
        ("الاحتجاز التعسفي", "wgad"),
        ("任意拘留问题工作组", "wgad"),
    ],
)
def test_a_mandate_goes_by_its_name_and_acronym(text: str, mandate: str) -> None:
    assert all(mandate in word.mandates for word in read(text).words)


@pytest.mark.parametrize(
    "text",
    [
        "UA GBR 3/2026",
        "ua gbr 3/2026",
        " UAGBR3/2026",
        "ua-gbr-3-2026",
        "UA GBR 03/2026",
        "UA GBR ٣/٢٠٢٦",
    ],
)
def test_a_reference_is_read_however_it_is_typed(text: str) -> None:
    assert read(text).reference == "UA GBR 3/2026"


@pytest.mark.parametrize("text", ["UA GBR", "3/2026", "a UA GBR 3/2026", "UA GBR 3/2026/1"])
def test_what_is_no_whole_reference_is_none(text: str) -> None:
    assert read(text).reference is None


def test_a_case_number_is_read() -> None:
    number = case_number(ID)
    assert read(number).number == number
    assert read(number.lower().replace("-", " ")).number == number
    assert read("Kenya").number is None


@pytest.mark.parametrize("text", ["...", "-", "()", "_"])
def test_signs_alone_look_for_nothing(text: str) -> None:
    assert read(text).empty


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Special Rapporteur on torture and other cruel, inhuman or degrading", {"cruel"}),
        ("special rapporteur torture Kenya 2026 UA", {"torture", "kenya", "2026", "ua"}),
        ("torture Kenya France", {"torture", "kenya", "france"}),
        ("ken Kenya", {"ken", "kenya"}),  # KEN may be of a reference
    ],
)
def test_a_word_that_another_says_more_exactly_is_not_asked_of_each_row(
    text: str, kept: set[str]
) -> None:
    assert {word.text for word in read(text).words} == kept
