"""The language of a text, which the PDF tells a screen reader."""

import pytest

from portal.web.i18n.text_language import language_of

TEXTS = {
    "en": "We have the honour to address you in our capacity as Special Rapporteur.",
    "fr": "Nous avons l'honneur de nous adresser à vous par la présente et dans le respect.",
    "es": "Tenemos el honor de dirigirnos a usted en nuestra calidad de relatores.",
    "ru": "Имеем честь обратиться к Вам.",
    "ar": "نتشرف بمخاطبتكم بصفتنا مقررين خاصين.",
    "zh": "我们谨以特别报告员的身份致函阁下。",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_each_of_the_six_languages_is_known(code: str, text: str) -> None:
    assert language_of(text) == code


def test_a_name_in_another_script_changes_nothing() -> None:
    assert language_of(f"{TEXTS['ar']} Amina Yusuf") == "ar"


@pytest.mark.parametrize("text", ["", "1. 2. 3.", "…"])
def test_where_nothing_tells_it_is_the_letters_own(text: str) -> None:
    assert language_of(text) == "en"
    assert language_of(text, otherwise="zh") == "zh"


def test_a_line_of_names_is_in_the_letters_language_if_that_is_written_so() -> None:
    assert language_of("Amina Yusuf", otherwise="fr") == "fr"
    assert language_of("Amina Yusuf", otherwise="ar") == "en"


def test_words_that_two_languages_share_leave_it_to_the_letter() -> None:
    assert language_of("una", otherwise="es") == "es"
    assert language_of("the le", otherwise="fr") == "fr"
    assert language_of("the le", otherwise="es") == "en"
