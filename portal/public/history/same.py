"""When two rows are of the same letter: of one reference, or of one type, recipient and day.

Two rows are of the same submission if they have one reference; of the same visit if they have
one State, first day and mandates, whatever became of it; of the same report or statement if they
have one symbol, or, without one, one State, day and mandates. A State that was renamed is one.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final, TypeAlias

from pydantic_core import to_json

from shared.contracts.approvals_history import PastLetterImported
from shared.contracts.approvals_history_commands import PastLetter
from shared.reference.former_states import today_of
from shared.reference.history import PAPERS, PUBLICATION, SUBMISSION, VISIT, canonical

AnyLetter: TypeAlias = PastLetter | PastLetterImported
_NAMED: Final = "reference"


def same(one: AnyLetter) -> str:
    """Return what is equal for the same letter, however its reference is written."""
    if one.type == SUBMISSION:
        return submission(one.reference)
    if one.type == VISIT:
        return visit(one.recipient, one.sent_on, one.mandates)
    if one.type in PAPERS:
        return paper(one.type, one.reference, one.recipient, one.sent_on, one.mandates)
    if one.type == PUBLICATION:
        reply = next(iter(one.replied_on), None)
        return publication(one.reference, reply, one.sent_on, one.document)
    if one.reference:
        return named(one.reference)
    return _of(one.type, one.recipient, one.sent_on, *sorted(one.mandates))


def named(reference: str) -> str:
    return _of(_NAMED, canonical(reference))


def submission(reference: str) -> str:
    return _of(SUBMISSION, reference)


def visit(state: str, first_on: date, mandates: Sequence[str]) -> str:
    return _of(VISIT, today_of(state), first_on, *sorted(mandates))


def paper(kind: str, symbol: str, state: str, dated_on: date, mandates: Sequence[str]) -> str:
    if symbol:
        return _of("paper", symbol.upper())
    return _of("paper", kind, today_of(state), dated_on, *sorted(mandates))


def publication(reference: str, replied_on: date | None, published_on: date, document: str) -> str:
    return _of(PUBLICATION, canonical(reference), replied_on, published_on, document)


def _of(*parts: object) -> str:
    return sha256(to_json(parts)).hexdigest()
