"""What the texts of a round must not tell: who a source is, or a name that consent does not cover.

All texts that follow from one letter are compared as one, and so are those that follow from none:
whoever decides of the table typed none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.casefile.lint.comparing import told_before
from portal.followup.publication.opening import tells_too_much
from portal.followup.rounds import found, queries
from portal.followup.rounds.queries import Round
from portal.web.commands import CommandRefused
from portal.web.db import engine
from shared.contracts.followup_rounds import Kind
from shared.core.said import Reference
from shared.reference.rounds import LONGEST_TABLE

_TOO_MUCH = (
    "An answer, or how a situation was, holds what identifies a source, or a name that consent "
    "does not cover. Leave it out of the table, or ask who gave it to change it. Recommendations: "
    "{rows}."
)
_HOLDS = (
    "The text holds what identifies a source, or a name that consent does not cover. "
    "Take it out first."
)
_TOO_LONG = "The table is too long to be published as one. Leave answers out of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text of the table in the clear. ``answer_id``: None, how the situation was."""

    recommendation_id: str
    text: str
    answer_id: str | None = None
    kind: Kind = "government"
    name: str | None = None


def lines(round_id: str, version: int) -> list[Line]:
    """Return all texts of this version but those that are erased, in its order."""
    with engine().connect() as conn:
        rows = queries.rows_of(conn, round_id)
        cells = queries.table(conn, round_id, version)
    texts = found.opened(
        [
            *(row.situation for row in rows),
            *(each.text for each in cells),
            *(each.name for each in cells),
        ]
    )
    situations = [
        Line(recommendation_id=row.recommendation_id, text=text)
        for row in rows
        if row.situation is not None and (text := texts[row.situation.cipher])
    ]
    answers = [
        Line(
            recommendation_id=cell.recommendation_id,
            text=text,
            answer_id=cell.answer_id,
            kind=cell.kind,
            name=texts[cell.name.cipher] if cell.name is not None else None,
        )
        for cell in cells
        if (text := texts[cell.text.cipher])
    ]
    return situations + answers


def refuse_too_much(of: Round, some: Sequence[Line]) -> None:
    """Refuse what others must not read, whoever they are, and what is too long for one table."""
    if sum(len(f"{one.text}{one.name or ''}".encode()) for one in some) > LONGEST_TABLE:
        raise CommandRefused(422, _TOO_LONG)
    with engine().connect() as conn:
        places = [row.recommendation_id for row in queries.rows_of(conn, of.round_id)]
        letters = queries.letters_of(conn, places)
    for letter in (None, *sorted(set(letters.values()))):
        about = [one for one in some if letters.get(one.recommendation_id) == letter]
        text = "\n\n".join(one.text for one in about)
        names = "\n\n".join(one.name for one in about if one.name)
        if about and _tells(of, letter, text, given=names, typed=False):
            rows = sorted({places.index(one.recommendation_id) + 1 for one in about})
            raise CommandRefused(422, _TOO_MUCH, rows=Reference(", ".join(map(str, rows))))


def refuse_situation(of: Round, recommendation_id: str, text: str) -> None:
    """Refuse what everybody who was asked would read at once."""
    with engine().connect() as conn:
        letters = queries.letters_of(conn, [recommendation_id])
    if _tells(of, letters.get(recommendation_id), text):
        raise CommandRefused(422, _HOLDS)


def _tells(
    of: Round, letter: str | None, text: str, *, given: str = "", typed: bool = True
) -> bool:
    """Compare with what the mandate knows, and each whose the round was before (SC3)."""
    some = [of.mandate]
    if letter is None:
        with engine().connect() as conn:
            some += found.before(conn, of.round_id)
    for each in some:
        if each != of.mandate:
            told_before(each, of.state, text, typed=typed)
        if tells_too_much(letter, text, mandate=each, state=of.state, given=given, typed=typed):
            return True
    return False
