"""What letters say in each language beside their templates: the headings, and numbers of days."""

from types import MappingProxyType
from typing import Final

from babel import Locale

from portal.web.i18n.languages import LANGUAGES

HEADINGS: Final = MappingProxyType(
    {
        "en": ("FACTS", "CONCERNS", "STANDARDS", "QUESTIONS", "REQUEST"),
        "fr": ("FAITS", "PRÉOCCUPATIONS", "NORMES", "QUESTIONS", "DEMANDE"),
        "es": ("HECHOS", "PREOCUPACIONES", "NORMAS", "PREGUNTAS", "SOLICITUD"),
        "ar": ("الوقائع", "الشواغل", "المعايير", "الأسئلة", "الطلب"),
        "ru": ("ФАКТЫ", "ОБЕСПОКОЕННОСТЬ", "НОРМЫ", "ВОПРОСЫ", "ПРОСЬБА"),
        "zh": ("事实", "关切", "标准", "问题", "请求"),
    }
)
"""The parts of a letter, by language. Arabic and Chinese have no capitals to know them by."""

# After "within" and "after": the genitive, where a language has one.
_DAYS: Final = MappingProxyType(
    {
        "en": {"one": "{} day", "other": "{} days"},
        "fr": {"one": "{} jour", "other": "{} jours"},
        "es": {"one": "{} día", "other": "{} días"},
        "ar": {
            "one": "يوم واحد",
            "two": "يومين",
            "few": "{} أيام",
            "many": "{} يوماً",
            "other": "{} يوم",
        },
        "ru": {"one": "{} дня", "other": "{} дней"},
        "zh": {"other": "{}天"},
    }
)


def days(count: int, language: str) -> str:
    """Return a number of days as a letter says it: "60 days", "60 дней"."""
    forms = _DAYS[language]
    category = Locale.parse(LANGUAGES[language].locale).plural_form(count)
    return forms.get(category, forms["other"]).format(count)
