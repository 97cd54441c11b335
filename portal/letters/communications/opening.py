"""The template with which a draft starts: one for each type of letter in each language, as data.

Facts, concerns, standards, questions and request for action (procedure.md section 2.1, B1) are in
``shared/reference/letters``. Square brackets mark what the officer fills in: the law above all.
Names of mandates stand on lines of their own, as most languages would have to bend them.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter

from portal.letters.communications.phrases import days
from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import speaking
from shared.reference import LANGUAGES
from shared.reference import mandates as known_mandates

_A_FEW_WORDS = r"[^\n]{1,20}?"
_FOLDER = files("shared.reference") / "letters"


def opening(
    type_: str,
    mandates: Sequence[str],
    *,
    language: str = ENGLISH,
    reply_days: int,
    public_after: int,
) -> str:
    """Return the text to start from, for one of ``shared.reference.COMMUNICATION_TYPES``.

    ``mandates``: those that sign, the lead first. ``public_after``: days until it is published.
    """
    return template(type_, language).format(
        mandates=titles(mandates, language),
        reply_days=days(reply_days, language),
        public_after=days(public_after, language),
    )


def is_unwritten(text: str | None, type_: str) -> bool:
    """Whether the text is a template of this type, in whatever language, and nothing else."""
    return any(_filled(type_, one).fullmatch(text or "") for one in LANGUAGES)


@cache
def _filled(type_: str, language: str) -> re.Pattern[str]:
    """What somebody wrote beside a name or a number is none of it: a switch would lose it."""
    with speaking(language):
        name_of_one = "|".join(map(re.escape, map(names.mandate, known_mandates())))
    fields = {"mandates": rf"(?:{name_of_one})(?:\n(?:{name_of_one}))*"}
    return re.compile(
        "".join(
            re.escape(words) + (fields.get(name, _A_FEW_WORDS) if name else "")
            for words, name, _, _ in Formatter().parse(template(type_, language))
        )
    )


def titles(mandates: Iterable[str], language: str) -> str:
    """Return the names of mandates in this language, each on a line of its own."""
    with speaking(language):
        return "\n".join(map(names.mandate, mandates))


@cache
def template(name: str, language: str) -> str:
    """Return a text of ``shared/reference/letters`` as it is kept, with its fields unfilled."""
    return (_FOLDER / language / f"{name}.txt").read_text(encoding="utf-8").strip()


def template_names() -> tuple[str, ...]:
    """Return the names of the texts that each language has."""
    return tuple(sorted(one.name.removesuffix(".txt") for one in (_FOLDER / ENGLISH).iterdir()))


def templates() -> tuple[str, ...]:
    """Return every text that a letter or a reminder starts from, in every language."""
    return tuple(template(name, one) for one in LANGUAGES for name in template_names())
