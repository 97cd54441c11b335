"""The paper twin of the quick form: filled in by hand where there is no line (E.12).

It has no field of a case: who is threatened or at risk is written on no paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.followup.incidents import words
from portal.followup.incidents.forms import OF_PARTNER, IncidentForm
from portal.followup.visits.words import CLAUSES

_ROWS = {"on": 1, "account": 8, "action": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A field to fill in by hand: ``options`` to tick, or so many ``rows`` to write on."""

    label: str
    options: tuple[str, ...]
    rows: int


def blanks(kinds: Sequence[str]) -> list[Blank]:
    """Return the fields of the form, in its order. ``kinds``: what this person logs."""
    form = IncidentForm()
    options = {
        "kind": [words.KINDS[kind] for kind in kinds],
        "told": words.TOLD.values(),
        "clause": CLAUSES.values(),
    }
    return [
        Blank(
            label=str(form[name].label.text),
            options=tuple(str(each) for each in options.get(name, ())),
            rows=_ROWS.get(name, 0),
        )
        for name in OF_PARTNER
    ]
