"""What members give under seal: kept here, each text under a key of its own, until the opening.

A fact has a text's hash; nothing else of it leaves this table before the chair closes the review.
A text is found by its hash, so a copy that no fact names is never opened. A length tells for how
many candidates it is, as its fact does, and nothing else. A text and its key go once the facts say
that nobody needs it: never because an answer came, which may be an old one.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from secrets import token_hex
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    exists,
    insert,
    or_,
    select,
)

from portal.selection.read_model import vacancies
from portal.selection.recusal_model import left, recusals
from portal.selection.sealed_model import openings, preferences
from portal.selection.stage import Vacancy
from portal.web.context import now, vault
from portal.web.db import engine
from shared.contracts.stakeholders_review import Sheet, commitment_of
from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText

tables = MetaData()
texts = Table(
    "sealed_preferences",
    tables,
    Column("commitment", String(64), primary_key=True),
    Column("vacancy_id", String(36), nullable=False, index=True),
    Column("member_id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", SealedText, nullable=False),
    Column("kept_at", Instant, nullable=False),
)
_c = texts.c
_BLOCK = 8192  # bytes
_OF_ONE = 12_288
"""Bytes of what a member gives one candidate: more than with the longest note that a form takes."""


@dataclass(frozen=True, slots=True)
class Text:
    """What was given, and the nonce with which it was hashed."""

    nonce: str
    sheet: Sheet


_TEXT = TypeAdapter(Text)
_SPOILT = Text("", Sheet())


def keep(vacancy: Vacancy, member_id: str, version: int, sheet: Sheet) -> str:
    """Keep what a member gives, and return the hash that binds it."""
    forget_what_is_over()
    nonce = token_hex(32)
    bound = (vacancy.vacancy_id, member_id, vacancy.round or 1, version)
    commitment = commitment_of(*bound, nonce, sheet)
    row = {
        "commitment": commitment,
        "vacancy_id": vacancy.vacancy_id,
        "member_id": member_id,
        "version": version,
        "content": vault().seal(f"preferences-{uuid4()}", written(Text(nonce, sheet))),
        "kept_at": now(),
    }
    with engine().begin() as conn:
        conn.execute(insert(texts).values(row))
    return commitment


def written(text: Text) -> str:
    """Return a text as it is sealed: as long as any other about as many candidates.

    So its length does not tell whether there are notes, nor how long they are.
    """
    told = to_json(asdict(text))
    whole = _BLOCK + _OF_ONE * len(text.sheet.scored)
    return told.ljust(-(-len(told) // whole) * whole).decode()


def own(commitment: str) -> Sheet | None:
    """Return what a member gave, for that member alone; None where it is lost."""
    with engine().connect() as conn:
        content = conn.scalar(select(_c.content).where(_c.commitment == commitment))
    text = _read(vault().unfinished, content) if content else None
    return text.sheet if text and text != _SPOILT else None


def opened(commitments: Iterable[str]) -> dict[str, Text]:
    """Return the texts by hash, without those that are lost; the reading is on record."""
    with engine().connect() as conn:
        these = select(_c.commitment, _c.content).where(_c.commitment.in_(list(commitments)))
        rows = conn.execute(these).all()
    read = {row.commitment: _read(vault().reveal, row.content) for row in rows}
    return {commitment: text for commitment, text in read.items() if text}


def _read(reveal: Callable[[Sealed], str | None], content: Sealed) -> Text | None:
    """Open a text; one that was tampered with is empty, and matches no hash."""
    try:
        text = reveal(content)
        return _TEXT.validate_json(text) if text else None
    except (InvalidTag, ValidationError):
        return _SPOILT


def kept(commitments: Iterable[str]) -> set[str]:
    """Return those of which the text is there, without opening one."""
    with engine().connect() as conn:
        these = select(_c.commitment).where(_c.commitment.in_(list(commitments)))
        return set(conn.scalars(these))


def forget_what_is_over() -> None:
    """Throw away what was opened, replaced or void, or is of a round before.

    Only by what came after it was kept: while tables are filled again from the first fact on, they
    pass through what was so in rounds before, and nothing that is sealed now may go for that.
    """
    v, p, o = vacancies.c, preferences.c, openings.c
    later = or_(v.review_closed_at >= _c.kept_at, v.round_at > _c.kept_at)
    over = exists().where(v.vacancy_id == _c.vacancy_id, or_(later, v.lapsed_at.is_not(None)))
    opened_ = exists().where(o.vacancy_id == _c.vacancy_id, o.commitment == _c.commitment)
    replaced = exists().where(
        p.vacancy_id == _c.vacancy_id,
        p.member_id == _c.member_id,
        p.version > _c.version,
        p.submitted_at >= _c.kept_at,
    )
    void = [
        exists().where(
            of.c.vacancy_id == _c.vacancy_id, of.c.member_id == _c.member_id, at >= _c.kept_at
        )
        for of, at in ((recusals, recusals.c.recused_at), (left, left.c.left_at))
    ]
    without_term = exists().where(  # its hash went when the term of the seat was over
        p.vacancy_id == _c.vacancy_id,
        p.member_id == _c.member_id,
        p.version >= _c.version,
        p.commitment.is_(None),
        p.submitted_at >= _c.kept_at,
    )
    _drop(or_(over, opened_, replaced, without_term, *void))


def _drop(these: ColumnElement[bool]) -> None:
    """Delete the rows, then destroy their keys: backups hold nothing that can be read."""
    with engine().begin() as conn:
        gone = conn.execute(select(_c.commitment, _c.content).where(these)).all()
        conn.execute(delete(texts).where(_c.commitment.in_([row.commitment for row in gone])))
    for row in gone:
        vault().discard(row.content.subject, at=now())
