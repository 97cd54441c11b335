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


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        (
            "es",  # a capital letter changes nothing
            [
                "Experto Independiente sobre las consecuencias de la deuda externa",
                "Grupo de Trabajo de Expertos sobre los Afrodescendientes",
                "Grupo de Trabajo sobre la Detención Arbitraria",
                "Grupo de Trabajo sobre la discriminación contra las mujeres y las niñas",
                "Grupo de Trabajo sobre las Desapariciones Forzadas o Involuntarias",
                "Relator Especial sobre la extrema pobreza y los derechos humanos",
                "Relator Especial sobre la independencia de los magistrados y abogados",
                "Experto Independiente sobre la situación de los derechos humanos en Malí",
                "Relator Especial sobre la situación de los derechos humanos en Belarús",
                "Relator Especial sobre la situación de los derechos humanos en Myanmar",
            ],
        ),
        (
            "fr",
            [
                "Expert indépendant sur les effets de la dette extérieure",
                "Groupe de travail sur l’utilisation de mercenaires",
                "Groupe de travail sur la détention arbitraire",
                "Rapporteur spécial sur l’indépendance des juges et des avocats",
                "Rapporteur spécial sur la liberté de religion ou de conviction",
                "Rapporteur spécial sur le droit à l’éducation",
                "Rapporteur spécial sur le droit au développement",
                "Rapporteur spécial sur les exécutions extrajudiciaires, sommaires ou arbitraires",
                "Expert indépendant sur la situation des droits de l’homme au Mali",
                "Rapporteur spécial sur la situation des droits de l’homme en Afghanistan",
                "Rapporteur spécial sur la situation des droits de l’homme en Érythrée",
                "Rapporteur spécial sur la situation des droits de l’homme en Fédération de Russie",
            ],
        ),
        (
            "ru",
            [
                "Независимый эксперт по вопросу о последствиях внешней задолженности",
                "Рабочая группа по вопросу об использовании наемников",
                "Рабочая группа по произвольным задержаниям",
                "Специальный докладчик в области культурных прав",
                "Специальный докладчик по вопросам меньшинств",
                "Специальный докладчик по вопросу о независимости судей и адвокатов",
                "Независимый эксперт по вопросу о положении в области прав человека в Мали",
                "Специальный докладчик по вопросу о положении в области прав человека в Беларуси",
                "Специальный докладчик по вопросу о положении в области прав человека в Эритрее",
            ],
        ),
        (
            "ar",  # a hamza makes no other letter
            [
                "الخبير المستقل المعني بآثار الديون الخارجية",
                "الفريق العامل المعني بالاحتجاز التعسفي",
                "المقرر الخاص المعني باستقلال القضاة والمحامين",
                "المقرر الخاص المعني بالاتجار بالأشخاص، وبخاصة النساء والأطفال",
                "المقرر الخاص المعني بالحق في التعليم",
                "المقرر الخاص في مجال الحقوق الثقافية",
                "فريق الخبراء العامل المعني بالمنحدرين من أصل أفريقي",
                "الخبير المستقل المعني بحالة حقوق الإنسان في مالي",
                "المقرر الخاص المعني بحالة حقوق الإنسان في إريتريا",
                "المقرر الخاص المعني بحالة حقوق الإنسان في أفغانستان",
                "المقرر الخاص المعني بحالة حقوق الإنسان في الاتحاد الروسي",
            ],
        ),
        (
            "zh",  # as Latin letters spell them: baihua, baoli, canji, renyi, shiwu, zongjiao
            [
                "白化病患者享有人权问题独立专家",
                "暴力侵害妇女和女童及其因果问题特别报告员",
                "残疾人权利特别报告员",
                "任意拘留问题工作组",
                "食物权特别报告员",
                "宗教或信仰自由问题特别报告员",
                "阿富汗人权状况特别报告员",
                "缅甸人权状况特别报告员",
                "中非共和国人权状况独立专家",
            ],
        ),
        (
            "en",  # as OHCHR lists them: by what they are on
            [
                "Working Group on Arbitrary Detention",
                "Independent Expert on the effects of foreign debt",
                "Special Rapporteur on the rights of persons with disabilities",
                "Special Rapporteur in the field of cultural rights",
                "Special Rapporteur on the right to education",
                "Special Rapporteur on the situation of human rights in Afghanistan",
                "Independent Expert on the situation of human rights in Mali",
            ],
        ),
    ],
)
def test_mandates_stand_in_the_order_of_the_readers_language(
    language: str, listed: list[str]
) -> None:
    with speaking(language):
        every = list(names.mandates().values())
    assert [name for name in every if name in listed] == listed


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
