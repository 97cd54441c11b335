"""The fixed texts of a letter's PDF, in the six languages."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from portal.web.i18n.formats import ARABIC_MONTHS


@dataclass(frozen=True, slots=True)
class Words:
    """``months``: as they stand in a date. ``dated``: takes ``day``, ``month`` and ``year``.

    ``first``: how the first day of a month is written.
    """

    organisation: str
    mandates: str
    draft: str
    erased: str
    dated: str
    months: tuple[str, ...]
    first: str = "1"

    def day(self, on: date) -> str:
        month = self.months[on.month - 1] if self.months else str(on.month)
        day = self.first if on.day == 1 else on.day
        return self.dated.format(day=day, month=month, year=on.year)


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


WORDS = MappingProxyType(
    {
        "en": Words(
            "Special Procedures of the Human Rights Council",
            "Mandates",
            "Draft, not transmitted",
            "The text of this letter was erased on request.",
            "{day} {month} {year}",
            _months(
                "January February March April May June July August September October November "
                "December"
            ),
        ),
        "fr": Words(
            "Procédures spéciales du Conseil des droits de l’homme",  # noqa: RUF001  # as it is written
            "Mandats",
            "Projet, non transmis",
            "Le texte de cette lettre a été effacé sur demande.",
            "{day} {month} {year}",
            _months(
                "janvier février mars avril mai juin juillet août septembre octobre novembre "
                "décembre"
            ),
            first="1er",
        ),
        "es": Words(
            "Procedimientos especiales del Consejo de Derechos Humanos",
            "Mandatos",
            "Proyecto, no transmitido",
            "El texto de esta carta se borró a solicitud.",
            "{day} de {month} de {year}",
            _months(
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
                "diciembre"
            ),
        ),
        "ru": Words(
            "Специальные процедуры Совета по правам человека",
            "Мандаты",
            "Проект, не препровождено",
            "Текст этого письма удален по запросу.",
            "{day} {month} {year} года",
            _months(
                "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
            ),
        ),
        "ar": Words(
            "الإجراءات الخاصة لمجلس حقوق الإنسان",
            "الولايات",
            "مسودة لم تُحَل",
            "حُذف نص هذه الرسالة بناء على طلب.",
            "{day} {month} {year}",
            ARABIC_MONTHS,
        ),
        "zh": Words(
            "人权理事会特别程序",
            "任务",
            "草案，未转交",  # noqa: RUF001  # as it is written
            "本函正文已应要求删除。",
            "{year}年{month}月{day}日",
            (),
        ),
    }
)
