"""What the lint compares a panel's report with."""

from collections.abc import Iterator

from pydantic_core import from_json
from sqlalchemy import Connection, select

from portal.selection.read_model import candidates, lobbies, scores
from portal.selection.reading import Readable
from portal.selection.report_lint import Found
from portal.selection.report_lint import findings as found_in
from portal.web.context import vault
from shared.core.message import Sealed

_OWN_WORDS = 40
"""Letters of a sealed text: a shorter one has no passage that could be told apart."""


def findings(conn: Connection, report: Readable) -> list[Found]:
    """Return what must go from the report. The log has it that the lint read all this."""
    text = "\n\n".join(filter(None, [report.text, *(place.reason for place in report.places)]))
    return found_in(
        text,
        names=_revealed(list(_names(conn, report.vacancy_id))),
        restricted=[
            part
            for whole in _revealed(list(_texts(conn, report.vacancy_id)))
            for part in _parts(whole)
        ],
    )


def _names(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """The names of applicants who are on no public list."""
    c = candidates.c
    hidden = c.eligible.is_not(True)
    yield from filter(None, conn.scalars(select(c.name).where(c.vacancy_id == vacancy_id, hidden)))


def _texts(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """Letters and forms of all applicants, reasons of the screening, notes, and disclosures."""
    c = candidates.c
    for column in (c.motivation, c.form, c.reason):
        yield from filter(None, conn.scalars(select(column).where(c.vacancy_id == vacancy_id)))
    for table, column in ((scores, scores.c.note), (lobbies, lobbies.c.text)):
        query = select(column).where(table.c.vacancy_id == vacancy_id)
        yield from filter(None, conn.scalars(query))


def _revealed(sealed: list[Sealed]) -> list[str]:
    return [text for text in vault().for_the_lint().reveal_all(sealed) if text]


def _parts(text: str) -> Iterator[str]:
    """Yield each text of a form, or the text itself."""
    try:
        form = from_json(text)
    except ValueError:
        yield text
        return
    yield from _strings(form)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            if len(value) >= _OWN_WORDS:
                yield value
        case dict():
            for one in value.values():
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case _:
            pass
