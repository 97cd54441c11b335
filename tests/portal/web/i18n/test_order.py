"""The order of names: as the readers of each language expect it, in lists and filters."""

import re

import pytest

from deploy.local.npm import npm
from portal.app import order
from portal.web.i18n import names
from portal.web.i18n.texts import speaking
from shared import reference
from shared.reference.former_states import former_states
from shared.reference.order import digest, kept
from tests.support.portal import Pages


@pytest.mark.parametrize("which", order.LISTS)
def test_the_order_is_that_of_the_names_that_pages_show(which: str) -> None:
    """Else: ``make order``."""
    shown = order.shown(which)
    assert kept()[which]["of"] == digest(shown)
    for language, some in shown.items():
        assert sorted(kept()[which][language]) == sorted(some)


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("fr", ["Égypte", "Équateur", "Espagne", "Fidji"]),
        ("fr", ["Afghanistan", "Afrique du Sud", "Îles Cook", "Îles Marshall", "Inde", "Zimbabwe"]),
        ("es", ["Canadá", "Chad", "España", "Estonia", "Níger", "Nigeria"]),
        ("ru", ["Австралия", "Египет", "Италия", "Йемен", "Япония"]),
        ("ar", ["إثيوبيا", "أذربيجان", "أرمينيا", "إسبانيا", "الأرجنتين", "اليابان"]),
        ("zh", ["阿富汗", "埃及", "德国", "法国", "日本", "越南", "中国"]),
        ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Croatia", "Sweden", "Türkiye"]),
    ],
)
def test_states_stand_in_the_order_of_the_readers_language(
    language: str, listed: list[str]
) -> None:
    with speaking(language):
        every = list(names.states().values())
    assert [name for name in every if name in listed] == listed


def test_letters_with_marks_stand_where_a_dictionary_has_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", npm()[1]["PATH"])  # the Node that builds the assets
    words = {
        "ru": ["еда", "ёж", "ель", "жара"],  # not after all others
        "ar": ["أب", "إبل", "ابن", "بيت"],  # a hamza makes no other letter
        "zh": ["阿", "波", "中"],  # a, bo, zhong
        "fr": ["cote", "coté", "côte", "côté", "zéro"],
    }
    given = {language: {word: word for word in reversed(some)} for language, some in words.items()}
    assert order.ordered(given) == words


def test_thematic_mandates_come_first_and_english_keeps_the_order_of_ohchr() -> None:
    assert list(names.mandates()) == list(reference.mandates())
    with speaking("fr"):
        french = list(names.mandates())
        thematic = list(names.mandates("thematic").values())
    assert [reference.mandates()[code].kind for code in french].index("country") == len(thematic)
    assert thematic[0].startswith("Expert indépendant")


def test_a_former_state_stands_among_those_of_today_and_others_come_last() -> None:
    listed = list(names.states_and_former())
    assert set(former_states()) < set(listed)
    assert listed.index("YUG") == listed.index("YEM") + 1
    assert list(names.addressees())[-1] == reference.OTHER
    assert reference.OTHER not in names.addressees(others=False)


def test_names_that_no_list_has_are_sorted_without_their_marks() -> None:
    assert sorted(["Zoë", "émile", "Eve", "Anna"], key=names.spelt) == [
        "Anna",
        "émile",
        "Eve",
        "Zoë",
    ]


def options(page: str, field: str) -> list[str]:
    found = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)
    assert found
    return re.findall(r"<option[^>]*>([^<]+)</option>", found[0])[1:]


def test_a_public_filter_lists_the_states_as_the_page_speaks(portal: Pages) -> None:
    visitor = portal.visitor()
    french = options(visitor.get("/fr/register/recommendations").text, "state")
    english = options(visitor.get("/en/register/recommendations").text, "state")
    with speaking("fr"):
        assert [name.replace("&#39;", "'") for name in french] == list(names.states().values())
    assert english[:2] == ["Afghanistan", "Åland Islands"]
    assert french.index("Égypte") < french.index("Fidji")
