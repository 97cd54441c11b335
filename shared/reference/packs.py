"""What the annual statistics contain: section G.4 of visits-recommendations-knowledge.md.

A table is of one section. Its rows have codes of one kind and its cells are numbers, so that it is
the same in every language. A section without a table says that there are no facts for it yet.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from shared.contracts.stakeholders_packs import PackRow, PackTable
from shared.reference import COMMUNICATION_TYPES, REGIONS, mandates, recipients
from shared.reference.coverage import GROUPS
from shared.reference.themes import THEMES

SECTIONS: Final = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "statements",
    "followup",
    "support",
    "posts",
)
"""I to XI as in "Facts and figures"; the others came with the edition of 2016."""
NOWHERE: Final = "none"
"""Of recipients and people in no regional group."""
REST: Final = "rest"
"""Of another gender, of one that is not disclosed, and of one that no public list says."""
UNRECORDED: Final = "unrecorded"
"""Of people whose regional group no public list says."""
REASONS: Final = ("published_late", "taken_back", "counting", "definition", "recorded", "entered")
"""Of a corrigendum."""
DEFINITION: Final = "definition"
"""The reason for which another version of the definitions is taken."""
RECORDED: Final = "recorded"
"""The reason for which the recorded tables are counted anew; for any other they stay."""
RECORDED_TABLES: Final = ("invited", "invitations", "never_visited", "never_asked", "visited")
"""Of the coverage of States, as of the day of the count: of the year just over alone."""
ENTERED: Final = "entered"
"""The reason for which the entered tables are taken anew; for any other they stay."""
ENTERED_TABLES: Final = ("support", "posts")
"""As the Chief recorded them for the year, each with a public source (decision 0218)."""
MOST_ENTERED: Final = 99_999
FRESH_DAYS: Final = 7
"""How many days after it was counted a draft can be frozen: texts are taken back meanwhile."""
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
FIVE: Final = 5
"""Years of which the status of visits is told: that of the pack, and those before it."""
DEFINITIONS: Final = 3
"""By which a year is counted now. 2 brought visits, their status, reports, and who was asked; 3
external support and other posts."""
MOST_EDITIONS: Final = 99
REPORTS: Final = ("annual", "visit", "follow-up", "observations")
"""Kinds of reports, as of those that a mandate owes."""
_KINDS: Final[Mapping[str, Collection[str]]] = MappingProxyType(
    {
        "fact": ("holders", "letters", "joint", "follow_up", "answered", "statements", "visits"),
        "mandate_kind": ("thematic", "country"),
        "group": (*GROUPS, NOWHERE),
        "gender": ("female", "male", REST),
        "origin": (*REGIONS, NOWHERE, UNRECORDED),
        "visited": ("visited", "elsewhere", "never", "not_applicable", "no_data"),
        "type": tuple(COMMUNICATION_TYPES),
        "rate": ("in_time", "substantive", "any_reply", "of_all"),
        "statement": ("press_release", "end_of_mission", "mission_report"),
        "report": REPORTS,
        "post": ("professional", "general_service", "temporary"),
        "year": tuple(map(str, range(FIRST_YEAR - FIVE, LAST_YEAR + 1))),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """``rows``: of which kind they are. A list of States has no ``columns``.

    ``since``: the version of the definitions that brought it.
    """

    section: str
    rows: str
    columns: tuple[str, ...]
    since: int = 1


LINES: Final = ("waiting", "accepted", "agreed", "over", "stopped")
"""Where a visit file stands, as its line says that everybody reads."""
_LETTERS = ("letters", "joint", "follow_up")
_STEPS = ("eligible", "recommended", "appointed")
_REPLIES = ("letters", "due", "answered", "in_time", "otherwise")
TABLES: Final[Mapping[str, Spec]] = MappingProxyType(
    {
        "facts": Spec(section="I", rows="fact", columns=("number",)),
        "holders": Spec(
            section="II", rows="mandate_kind", columns=("seats", "first_term", "later_term")
        ),
        "holders_gender": Spec(section="II", rows="gender", columns=("seats",)),
        "holders_region": Spec(section="II", rows="origin", columns=("seats",)),
        "candidates_gender": Spec(section="II", rows="gender", columns=_STEPS),
        "candidates_region": Spec(section="II", rows="origin", columns=_STEPS),
        "invited": Spec(section="III", rows="state", columns=()),
        "invitations": Spec(
            section="IV", rows="group", columns=("yes", "no", "not_applicable", "no_data")
        ),
        "visits": Spec(section="V", rows="visit", columns=("visits",), since=2),
        "visit_groups": Spec(
            section="VI",
            rows="group",
            columns=("visits", "states_visited", "joint_visits"),
            since=2,
        ),
        "visit_mandates": Spec(
            section="VI", rows="mandate", columns=("visits", "joint_visits"), since=2
        ),
        "never_visited": Spec(section="VII", rows="state", columns=()),
        "never_asked": Spec(section="VII", rows="state", columns=(), since=2),
        "visited": Spec(section="VII", rows="visited", columns=("states",)),
        "visit_years": Spec(
            section="VIII", rows="year", columns=("visits", "states_visited"), since=2
        ),
        "visit_lines": Spec(section="VIII", rows="year", columns=LINES, since=2),
        "types": Spec(section="IX", rows="type", columns=_LETTERS),
        "mandates": Spec(section="IX", rows="mandate", columns=_LETTERS),
        "rates": Spec(section="X", rows="rate", columns=("part", "of")),
        "groups": Spec(section="X", rows="group", columns=_REPLIES),
        "states": Spec(section="X", rows="state", columns=_REPLIES),
        "statements": Spec(
            section="statements", rows="statement", columns=("statements", "joint_statements")
        ),
        "reports": Spec(section="XI", rows="report", columns=("reports",), since=2),
        "themes": Spec(
            section="XI",
            rows="theme",
            columns=("reports", "annual_reports", "visit_reports"),
            since=2,
        ),
        "followups": Spec(
            section="followup", rows="mandate", columns=("tables", "recommendations"), since=2
        ),
        "support": Spec(
            section="support", rows="mandate", columns=("funders", "thousands", "in_kind"), since=3
        ),
        "posts": Spec(section="posts", rows="post", columns=("posts",), since=3),
    }
)
"""In the order in which a pack has them."""


def definitions_for(before: int | None, reason: str | None) -> int:
    """Return by which version an edition is counted; ``before``: that of the edition before.

    A corrigendum is counted as the edition that it corrects, unless it is for a definition.
    """
    return DEFINITIONS if before is None or reason == DEFINITION else before


def tables_of(definitions: int) -> list[str]:
    """Return the keys of the tables that this version has, in the order of a pack."""
    return [key for key, spec in TABLES.items() if spec.since <= definitions]


def kept(reason: str | None, before: int) -> frozenset[str]:
    """Return the tables that a corrigendum has from the edition before, of that version."""
    recorded = () if reason == RECORDED else RECORDED_TABLES
    entered = () if reason == ENTERED else ENTERED_TABLES
    return frozenset((*recorded, *(key for key in entered if TABLES[key].since <= before)))


def rows_of(table: str) -> Collection[str]:
    """Return the codes that rows of this table can have."""
    return _codes(TABLES[table].rows)


def entry_is_sound(table: str, row: str, values: Sequence[int]) -> bool:
    """Whether somebody can record this row of this table."""
    of = PackTable(key=table, rows=(PackRow(key=row, values=tuple(values)),))
    return table in ENTERED_TABLES and _sound(of) and max(values) <= MOST_ENTERED


def later_than(definitions: int, section: str) -> bool:
    """Whether later definitions alone brought all tables of this section."""
    since = [spec.since for spec in TABLES.values() if spec.section == section]
    return bool(since) and min(since) > definitions


def visit_code(state: str, mandate: str) -> str:
    """Return the code of visits of a mandate to a State."""
    return f"{state}:{mandate}"


def visit_of(code: str) -> tuple[str, str]:
    """Return the State and the mandate."""
    state, _, mandate = code.partition(":")
    return state, mandate


def sound(tables: Sequence[PackTable], definitions: int = DEFINITIONS) -> bool:
    """Whether each table is one of the pack's, in their order, and has codes and numbers only."""
    keys = [one.key for one in tables]
    of = tables_of(definitions)
    return keys == [key for key in of if key in keys] and all(map(_sound, tables))


def _sound(table: PackTable) -> bool:
    spec, keys = TABLES[table.key], [row.key for row in table.rows]
    return len(set(keys)) == len(keys) and all(
        _known(spec.rows, row.key)
        and len(row.values) == len(spec.columns)
        and all(value >= 0 for value in row.values)
        for row in table.rows
    )


def _known(kind: str, code: str) -> bool:
    if kind == "visit":
        state, mandate = visit_of(code)
        return state in recipients() and mandate in mandates()
    return code in _codes(kind)


def _codes(kind: str) -> Collection[str]:
    if kind == "state":
        return recipients()
    if kind == "mandate":
        return mandates()
    return (*THEMES, NOWHERE) if kind == "theme" else _KINDS[kind]


def written(year: int, number: int, as_of: date, within: int, tables: Sequence[PackTable]) -> str:
    """Return the numbers as CSV: codes alone, so that the bytes are the same everywhere."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(("section", "table", "row", "column", "value"))
    about = {"year": year, "number": number, "as_of": as_of.isoformat(), "within": within}
    sheet.writerows(("", "pack", key, "", value) for key, value in about.items())
    for table in tables:
        spec = TABLES[table.key]
        for row in table.rows:
            cells = zip(spec.columns, row.values, strict=True) if spec.columns else [("", "")]
            sheet.writerows((spec.section, table.key, row.key, *cell) for cell in cells)
    return out.getvalue()


def hash_of(csv_file: str) -> str:
    return sha256(csv_file.encode()).hexdigest()
