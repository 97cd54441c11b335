"""The template with which a draft starts: one for each type of letter, kept as data.

Facts, concerns, standards, questions and request for action (procedure.md section 2.1, B1) are in
``shared/reference/letters``. Square brackets mark what the officer fills in: the law above all.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from shared.reference import mandates as known_mandates

_FOLDER = files("shared.reference") / "letters"


def opening(type_: str, mandates: Sequence[str], *, reply_days: int, public_after: int) -> str:
    """Return the text to start from, for one of ``shared.reference.COMMUNICATION_TYPES``.

    ``mandates``: those that sign, the lead first. ``public_after``: days until it is published.
    """
    return template(type_).format(
        mandates="; ".join(map(_name, mandates)), reply_days=reply_days, public_after=public_after
    )


def _name(mandate: str) -> str:
    known = known_mandates().get(mandate)
    return known.name if known else mandate


@cache
def template(name: str) -> str:
    """Return a text of ``shared/reference/letters`` as it is kept, with its fields unfilled."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()


def templates() -> tuple[str, ...]:
    """Return every text that a letter or a reminder starts from."""
    names = sorted(one.name.removesuffix(".txt") for one in _FOLDER.iterdir())
    return tuple(map(template, names))
