"""What the lint compares a panel's report and its short list with."""

from collections.abc import Iterator, Mapping

from pydantic_core import from_json
from sqlalchemy import Connection, select

from portal.selection.ending_tables import places, reports
from portal.selection.nominating_model import nominations
from portal.selection.nominations import read
from portal.selection.read_model import candidates
from portal.selection.reading import Readable
from portal.selection.recusal_model import lobbies
from portal.selection.report_lint import Found
from portal.selection.report_lint import findings as found_in
from portal.selection.sealed_model import interviews, scores
from portal.selection.talk_model import questions, slots
from portal.web.context import vault
from shared.core.message import Sealed

_OWN_WORDS = 40
"""Letters of a sealed text: a shorter one has no passage that could be told apart."""


def findings(conn: Connection, report: Readable) -> list[Found]:
    """Return what must go from the report. The log has it that the lint read all this."""
    text = "\n\n".join(filter(None, [report.text, *(place.reason for place in report.places)]))
    nominators = [
        name
        for one in map(read, _revealed(list(_nominators(conn, report.vacancy_id))))
        for name in (one.name, one.signer)
        if name
    ]
    return found_in(
        text,
        names=[*_revealed(list(_names(conn, report.vacancy_id))), *nominators],
        restricted=[
            part
            for whole in _revealed(list(_texts(conn, report.vacancy_id)))
            for part in _parts(whole)
        ],
    )


def restricted_in(conn: Connection, vacancy_id: str, report: int, text: str) -> bool:
    """Whether reasons of the President have an address, or words of an application.

    Only of the applications that the President reads: what is compared with others would tell who
    applied.
    """
    c = candidates.c
    on_list = (places.c.vacancy_id == vacancy_id, places.c.report == report)
    rows = conn.execute(
        select(c.motivation, c.form)
        .join(places, places.c.candidate_id == c.candidate_id)
        .where(*on_list)
    )
    sealed = [one for row in rows for one in row if one is not None]
    parts = [part for whole in _revealed(sealed) for part in _parts(whole)]
    return bool(found_in(text, names=(), restricted=parts))


def restricted_in_reasons(
    conn: Connection, vacancy_id: str, reasons: Mapping[str, str]
) -> set[str]:
    """Return whose place on a short list has a reason with an address or words of a sealed text.

    Only of what the chair reads: what is compared with others would tell who applied.
    """
    c = candidates.c
    files = select(c.motivation, c.form).where(c.vacancy_id == vacancy_id, c.eligible.is_(True))
    sealed = [one for row in conn.execute(files) for one in row if one is not None]
    texts = _revealed([*sealed, *_inside(conn, vacancy_id)])
    parts = [part for whole in texts for part in _parts(whole)]
    return {who for who, reason in reasons.items() if found_in(reason, names=(), restricted=parts)}


def _names(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """The names of applicants who are on no public list."""
    c = candidates.c
    hidden = c.eligible.is_not(True)
    yield from filter(None, conn.scalars(select(c.name).where(c.vacancy_id == vacancy_id, hidden)))


def _nominators(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """Who nominates whom is never public."""
    c = nominations.c
    yield from filter(None, conn.scalars(select(c.nominator).where(c.vacancy_id == vacancy_id)))


def _texts(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """Letters and forms of all applicants, and what officer, panel and President said inside."""
    c = candidates.c
    for column in (c.motivation, c.form, c.reason):
        yield from filter(None, conn.scalars(select(column).where(c.vacancy_id == vacancy_id)))
    yield from _inside(conn, vacancy_id)


def _inside(conn: Connection, vacancy_id: str) -> Iterator[Sealed]:
    """What panel and President said inside."""
    inside = (
        (scores, scores.c.note),
        (lobbies, lobbies.c.text),
        (interviews, interviews.c.reason),
        (reports, reports.c.returned_reason),
        (slots, slots.c.needs),
        (questions, questions.c.questions),
    )
    for table, column in inside:
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
