"""An edition as people read it: its sections on a page, in a workbook, and on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response
from werkzeug.exceptions import NotFound

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading, picture, text
from portal.letters.documents.words import WORDS
from portal.public.packs import words
from portal.public.packs.pictures import picture_of
from portal.public.packs.queries import Edition
from portal.web import paging
from portal.web.chart_files import Picture, alone, on_paper
from portal.web.context import settings
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext, language
from portal.web.paging import Page
from portal.web.sheet import CSV, Sheet, as_asked
from portal.web.workbooks import answered
from shared.contracts.stakeholders_packs import PackTable
from shared.reference.packs import SECTIONS, TABLES, visit_code, visit_of, written

_AT_ONCE = 20  # rows of a table on the page
_HEAD = 4  # rows before the first of a table in a sheet
_kept = anybody.Kept(most=128)  # each frozen edition is set once in a language


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table of a section. ``rows``: those on this page. A list of names has no columns."""

    key: str
    figure: Figure
    rows: Page[Row]
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """``tables``: none where there are no facts yet, which is not nought. ``nothing`` says so.

    ``sources``: where its numbers are from, if people recorded them.
    """

    key: str
    tables: Sequence[Shown]
    nothing: str
    sources: Sequence[str]


def sections(one: Edition) -> list[Section]:
    """Return every section of the official contents, in their order."""
    return [
        Section(
            key=key,
            tables=[_shown(each) for each in one.tables if TABLES[each.key].section == key],
            nothing=words.nothing(one, key),
            sources=[words.source(*each) for each in one.sources.get(key, ())],
        )
        for key in SECTIONS
    ]


def changed(one: Edition, before: Edition) -> list[str]:
    """Return the names of the tables that a corrigendum changes."""
    told = {each.key: each.rows for each in before.tables}
    now = {each.key: each.rows for each in one.tables}
    return [str(words.TABLE_NAMES[key]) for key in TABLES if told.get(key) != now.get(key)]


def figure(table: PackTable) -> Figure:
    """Return the table with its words: States and mandates by name, all else as it stands."""
    spec = TABLES[table.key]
    values = {row.key: row.values for row in table.rows}
    order = list(values)
    if spec.rows == "visit":
        order = _visits_in_order(order)
    elif spec.rows in {"state", "mandate"}:
        order = names.in_order(order, "states" if spec.rows == "state" else "mandates")
        order += [key for key in values if key not in order]
    return Figure(
        caption=str(words.TABLE_NAMES[table.key]),
        about=str(words.ABOUT[spec.rows]),
        columns=[words.column(key) for key in spec.columns],
        rows=[
            Row(
                label=words.row(spec.rows, key),
                short=words.short(spec.rows, key),
                values=values[key],
            )
            for key in order
        ],
    )


def _visits_in_order(codes: Sequence[str]) -> list[str]:
    """Return them by State and then by mandate, as the reader expects the names."""
    pairs = [visit_of(code) for code in codes]
    by_mandate = names.in_order([(mandate, state) for state, mandate in pairs], "mandates")
    ordered = names.in_order([(state, mandate) for mandate, state in by_mandate], "states")
    return [visit_code(state, mandate) for state, mandate in ordered]


def as_csv(one: Edition) -> Response:
    """Return the very bytes of which the hash is; before them the mark, for whoever asks for it."""
    body = written(one.year, one.number, one.as_of, one.within, one.tables)
    return _named(Response("".join(as_asked([body])), content_type=CSV), one, "csv")


def as_workbook(one: Edition, book: str) -> Response:
    definitions = [[said] for said in (*about(one), *map(str, words.DEFINITIONS))]
    sheets = [
        Sheet(name=gettext("Definitions"), rows=definitions, head=0),
        *(_sheet(section) for section in sections(one)),
    ]
    return _named(answered(book, sheets), one, book)


def as_svg(one: Edition, key: str) -> Response:
    """Return the picture of a table alone. Raises ``NotFound`` where it has none."""
    tables = [each for each in one.tables if each.key == key]
    shown = picture_of(key, figure(tables[0])) if tables else None
    if shown is None:
        raise NotFound
    about = listed([words.title(one.year), words.called(one)])
    on = gettext("Public as of %(day)s", day=short_day(one.as_of))
    name = f"annual-statistics-{one.year}-{one.number}-{key}.svg"
    return alone(shown, name, on, about)


def as_pdf(one: Edition) -> Response:
    """Return it as PDF in the reader's language. Raises ``NotSet``."""
    key = (one.year, one.number, one.hash, language().code)
    made = _kept.pressed(key, lambda: laid_out(one), settings().font_directories)
    return _named(Response(made, mimetype="application/pdf"), one, "pdf")


def laid_out(one: Edition) -> dict[str, object]:
    """Return the pack for the press."""
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    return {
        "title": f"{words.title(one.year)}: {words.called(one)}",
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None if one.frozen_at else frame.draft,
        "date": frame.day(one.as_of),
        "mandates_label": frame.mandates,
        "signed": [],
        "blocks": [
            block(about(one), spoken),
            *(each for section in sections(one) for each in _blocks(section, spoken)),
            heading(gettext("Definitions"), spoken),
            *(each for said in words.DEFINITIONS for each in text(str(said), spoken)),
        ],
        "at": int((one.frozen_at or one.drafted_at).timestamp()),
    }


def about(one: Edition) -> list[str]:
    """Return what stands before the numbers."""
    return [
        gettext("Public as of %(day)s", day=short_day(one.as_of)),
        gettext("Days in which to reply: %(days)s", days=number(one.within)),
        gettext("Hash of the CSV file: %(hash)s", hash=one.hash),
    ]


def _shown(table: PackTable) -> Shown:
    made = figure(table)
    return Shown(
        key=table.key,
        figure=made,
        picture=picture_of(table.key, made),
        rows=paging.part(list(made.rows), table.key, paging.asked, size=_AT_ONCE),
    )


def _blocks(section: Section, spoken: str) -> list[Block]:
    found = [heading(words.section(section.key), spoken)]
    if not section.tables:
        found.append(block([section.nothing], spoken))
    for each in section.tables:
        lines = [_line(row, each.figure.columns) for row in each.figure.rows]
        if each.picture:
            found.append(_drawn(each.picture, spoken))
        found.append(block([each.figure.caption, *lines, *section.sources], spoken))
    return found


def _drawn(one: Picture, spoken: str) -> Block:
    shape = one.drawing.width / one.drawing.height
    return picture(on_paper(one), one.figure.caption, one.finding, spoken, shape=shape)


def _line(row: Row, columns: Sequence[str]) -> str:
    if not columns:
        return row.label
    told = [
        f"{column} {number(value)}"
        for column, value in zip(columns, row.values, strict=True)
        if value is not None
    ]
    return f"{row.label}: {'; '.join(told)}"


def _sheet(section: Section) -> Sheet:
    """Return a section; the head of its table stays in sight, or its name if it has several."""
    called = words.section(section.key)
    return Sheet(
        name=called[:31].replace(":", "").replace("/", ""),
        rows=[[called], *_rows(section)],
        head=_HEAD if len(section.tables) == 1 else 1,
    )


def _rows(section: Section) -> Iterator[Sequence[object]]:
    if not section.tables:
        yield [section.nothing]
    for each in section.tables:
        yield []
        yield [each.figure.caption]
        yield [each.figure.about, *each.figure.columns]
        for row in each.figure.rows:
            yield [row.label, *row.values]
    yield from ([one] for one in section.sources)


def _named(answer: Response, one: Edition, ending: str) -> Response:
    called = f"annual-statistics-{one.year}-{one.number}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer
