"""Unfilled placeholders of a template, and brackets that are no placeholders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.letters.communications.opening import opening, templates
from portal.letters.communications.places import doubtful, parts, unfilled
from shared.reference import COMMUNICATION_TYPES, LANGUAGES


def found(text: str) -> list[str]:
    return [one.text for one in unfilled(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type_", COMMUNICATION_TYPES)
def test_every_place_of_a_template_is_found(type_: str, language: str) -> None:
    text = opening(type_, ["sr-torture"], language=language, reply_days=60, public_after=61)
    places = found(text)
    assert len(places) == text.count("[") >= 5
    assert all(one.startswith("[") and one.endswith("]") for one in places)
    assert [one.number for one in unfilled(text)] == list(range(1, len(places) + 1))


def test_the_reminder_is_a_template_too() -> None:
    places = found("\n".join(templates()))
    assert {
        "[What the reply should address first.]",
        "[Ce à quoi la réponse devrait d’abord s’attacher.]",  # noqa: RUF001  # as it is written
        "[Qué debería abordar en primer lugar la respuesta.]",
        "[ما ينبغي أن يتناوله الرد أولاً.]",
        "[На какие вопросы следует ответить в первую очередь.]",  # noqa: RUF001  # as it is written
        "[答复应首先处理的问题。]",
    } <= set(places)


@pytest.mark.parametrize(
    "place",
    [
        "[in one sentence: who is at risk of what]",
        "[IN ONE SENTENCE: WHO IS AT RISK OF WHAT]",
        "[ In one\n  sentence : who is at risk of what. ]",
        "\uff3bin one sentence: who is at risk of what\uff3d",
        "[in one sentence: who is at risk of torture]",
        "[in one sentence: who is at risk of [what]]",
        "[in one sentence: who is at risk of what",
        "[norm]",
        "[Provision]",
        "[the person]",
        "[en une phrase : qui est exposé à un risque]",
        "[QUANT AU DANGER POUR LA VIE ET L’INTEGRITE DE LA PERSONNE]",  # noqa: RUF001  # as it is written
        "[en una frase: quién está en peligro de qué",
        "[одним предложением: кому и чем угрожает]",
        "[Лицо]",
        "[إزاء الخطر على حياة الشخص وسلامته]",
        "[التاريخ والمكان ومن فعل ماذا بمن؛ وأين يحتجز الشخص حاليا وحالته الصحية. ذكر ما هو ادعاء]",
        "\u3010用一句话说明：何人面临何种危险\u3011",  # noqa: RUF001  # as it is written
        "\uff3b用一句话说明何人面临的危险\uff3d",
        "[条款",
        "[用一句话说明：何人将面临何种危险\u3011",  # noqa: RUF001  # as it is written
        "\u3010用一句话说明：何人将面临何种危险]",  # noqa: RUF001  # as it is written
        "[إزاء الخطـــر عـلى حياة الشخص وسلامته]",
    ],
)
def test_a_place_is_known_however_it_is_written(place: str) -> None:
    assert found(f"We write about {place}") == [place]


@pytest.mark.parametrize(
    "text",
    [
        "He was “arested [sic]” at dawn.",
        "He said: “I was [...] beaten [redacted] […] with a stick [2].”",
        "“[T]he law [emphasis added] shall [not] apply.”",
        "The [Public Order Act] and the Act [No. 12 of 2019] were applied.",
        "about the danger to life and integrity",
        "The person, the norm and the provision.",
        "An array a[0] and a bracket [ that nobody closed.",
        "Il a dit [sic] que la [loi no 12 de 2019] s’appliquait [nous soulignons].",  # noqa: RUF001  # as it is written
        "Según el [Código Penal] y la persona.",
        "Он сказал [так в тексте], что [Уголовный кодекс] применяется.",
        "وفقاً [لقانون العقوبات] و[كذا].",
        "根据《刑法》[第12条]和\u30142019\u301512号文件，他[原文如此]被捕。",  # noqa: RUF001  # as it is written
        "",
    ],
)
def test_brackets_that_a_letter_rightly_has_stop_nothing(text: str) -> None:
    assert found(text) == []


def test_an_erased_text_has_no_places() -> None:
    assert unfilled(None) == doubtful(None) == ()


def test_what_else_reads_like_an_instruction_is_to_be_looked_at() -> None:
    text = "On [date] in [place of the arrest] he [sic] was [...] held [norm] [emphasis added] [3]."
    assert [one.text for one in doubtful(text)] == ["[date]", "[place of the arrest]"]
    usual = "[nous soulignons] [так в тексте] [原文如此] [cursiva añadida] [التشديد مضاف] [第2]"
    assert [one.text for one in doubtful(f"{usual} [填写日期]")] == ["[第2]", "[填写日期]"]


def test_a_long_place_has_a_short_name() -> None:
    [facts] = unfilled(
        "[Date, place, who did what to whom; what was done about it since. Say what is alleged and "
        "by nobody confirmed. Name no source.]"
    )
    assert facts.name.endswith("…")
    assert len(facts.name) <= 80


@given(st.text(alphabet="[]\uff3b\uff3dab norm\n", max_size=60))
def test_the_parts_are_the_text(text: str) -> None:
    assert "".join(part for part, _ in parts(text)) == text
    assert [part for part, place in parts(text) if place] == found(text)


def test_a_text_of_brackets_alone_is_soon_read() -> None:
    assert found("[" * 20_000) == []
    assert len(found("[norm" * 2_000)) == 2_000
