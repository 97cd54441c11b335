"""Pictures of figures: where each shape is, by numbers; and what is written of them, to the byte.

A golden file beside this test is a picture that somebody looked at. After a change that is meant,
look at the new one and keep it: ``RAPPORTEUR_GOLDEN=write`` writes them anew.
"""

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import render_template_string

from portal.web.charts import (
    NONE,
    WIDTH,
    Box,
    Dot,
    Drawing,
    Stroke,
    Words,
    apart,
    band,
    bars,
    columns,
    finding,
    heat,
    linear,
    lines,
    mirrored,
    step,
    ticks,
    tiles,
    wrapped,
)
from portal.web.dots import dots, row_of
from portal.web.figures import Figure, Row
from tests.support.portal import Pages

GOLDEN = Path(__file__).parent / "charts"
DRAWN = (
    '{% from "chart.html" import chart with context %}{{ chart("c", "Letters", said, drawing) }}'
)
TWO = Figure(
    caption="Letters",
    about="Year",
    columns=["Allegation letter", "Urgent appeal"],
    rows=[
        Row(label="2024", values=[3, 1]),
        Row(label="2025", values=[None, None]),
        Row(label="2026", values=[10, 2]),
    ],
)
STATES = Figure(
    caption="Letters",
    about="State",
    columns=["Letters"],
    rows=[
        Row(label="Kenya", short="KEN", values=[7]),
        Row(label="Chad", short="TCD", values=[0]),
        Row(label="Fiji", short="FJI", values=[None]),
    ],
)
LONG = "A name that is far too long for one line of a drawing, and breaks"


def named(*rows: tuple[str, int | None]) -> Figure:
    some = [Row(label=label, values=[value]) for label, value in rows]
    return Figure(caption="Letters", about="Group", columns=["Letters"], rows=some)


WHO = (
    (("Kenya", "Chad", "Mali"), ("Togo",), ()),
    ((), ("Peru",), ("Chile", "Cuba")),
)
PLACES = ("0", "1+", "never")
STRIPS = Figure(
    caption="States by years",
    about="Group",
    columns=PLACES,
    rows=[row_of(label, of) for label, of in zip(("Africa", LONG), WHO, strict=True)],
)
THREE = Figure(
    caption="Shares",
    about="Month",
    columns=["In 12 months", "In 24 months", "In 36 months"],
    rows=[Row(label="10/26", values=[40, 60, 70]), Row(label="11/26", values=[42, 60, 71])],
)
PICTURES = {
    "dots": dots(STRIPS, PLACES, WHO),
    "dots-mirrored": mirrored(dots(STRIPS, PLACES, WHO)),
    "lines-of-three": lines(THREE),
    "columns": columns(TWO),
    "columns-mirrored": mirrored(columns(TWO)),
    "lines": lines(TWO),
    "bars": bars(named((LONG, 4), ("Other", 1), ("Hidden", None))),
    "bars-beside": bars(STATES),
    "heat": heat(TWO),
    "tiles": tiles(STATES, {"African States": STATES.rows[:2], "Others": STATES.rows[2:]}),
}


# --- scales -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "found"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (12, [0, 5, 10, 15]),
        (100, [0, 50, 100]),
        (1_095, [0, 500, 1_000, 1_500]),
        (1_002_003, [0, 500_000, 1_000_000, 1_500_000]),
    ],
)
def test_ticks_are_round_and_reach_the_highest_number(most: int, found: list[int]) -> None:
    assert ticks(most) == found


@pytest.mark.parametrize("most", [*range(200), 999, 1_000, 1_001, 10**6, 10**9])
def test_ticks_are_few_and_apart(most: int) -> None:
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= 6
    assert len({after - before for before, after in pairwise(found)}) == 1


def test_a_length_is_a_share_of_the_whole_to_a_tenth() -> None:
    assert [linear(value, 3, 100) for value in (0, 1, 3)] == [0, 33.3, 100]
    assert linear(0, 0, 100) == 0


def test_columns_share_the_room() -> None:
    assert band(2, 100) == [(5, 40), (55, 40)]
    assert band(0, 100) == []


def test_a_shade_is_one_of_four() -> None:
    assert [step(value, 9) for value in (0, 2, 3, 6, 8, 9)] == [1, 1, 2, 3, 3, 4]
    assert step(0, 0) == 1


# --- pictures -----------------------------------------------------------------------------------


def boxes(drawing: Drawing, look: str = "s1") -> list[Box]:
    return [one for one in drawing.shapes if isinstance(one, Box) and one.look == look]


def texts(drawing: Drawing) -> list[str]:
    return [one.text for one in drawing.shapes if isinstance(one, Words)]


def test_what_is_one_upon_the_other_is_as_high_as_its_number() -> None:
    """The highest is 12 of a scale to 15: 180 units, 12 for each."""
    drawing = columns(TWO)
    first, last, _sample = boxes(drawing)
    assert (first.height, first.y, last.height, last.y) == (36, 158, 120, 74)
    upon, _upon, _sample = boxes(drawing, "s2")
    assert (upon.height, upon.y + upon.height) == (12, first.y)
    assert (upon.said, upon.x, upon.width) == ("2024, Urgent appeal: 1", first.x, first.width)


def test_what_has_no_number_is_a_dash_and_nothing_is_drawn_of_it() -> None:
    assert texts(columns(TWO)).count(NONE) == 1
    assert texts(lines(TWO)).count(NONE) == 1
    hidden = bars(named(("Hidden", None), ("Shown", 4)))
    assert texts(hidden) == ["Hidden", NONE, "Shown", "4"]
    assert len(boxes(hidden)) == 1
    assert texts(PICTURES["tiles"]) == [
        *("African States", "KEN", "7", "TCD", "0"),
        *("Others", "FJI", NONE),
    ]


def test_zero_is_no_dash() -> None:
    nothing = named(("2026", 0))
    assert NONE not in texts(columns(nothing)) + texts(bars(nothing)) + texts(lines(nothing))


def test_a_line_breaks_where_there_is_no_number() -> None:
    values: Sequence[int | None] = (1, 2, None, 3, 4, 4, None, 5)
    drawing = lines(named(*((str(year), value) for year, value in enumerate(values))))
    drawn = [one for one in drawing.shapes if isinstance(one, Stroke) and one.look == "l1"]
    assert [len(one.points) for one in drawn] == [2, 3]
    assert sum(isinstance(one, Dot) for one in drawing.shapes) == 6


def test_only_as_many_years_are_named_as_there_is_room_for() -> None:
    many = columns(named(*((str(year), 1) for year in range(1990, 2027))))
    years = [text for text in texts(many) if len(text) == 4]
    assert years[-1] == "2026"
    assert len(years) == 8
    (last,) = [one for one in many.shapes if isinstance(one, Words) and one.text == "2026"]
    assert (last.x, last.anchor) == (WIDTH, "end"), "it would reach out of the drawing"


def test_one_series_needs_no_legend() -> None:
    assert "Letters" not in texts(columns(named(("2026", 1))))
    assert "Urgent appeal" in texts(columns(TWO))


def test_bars_are_of_the_first_rows_and_what_is_left_out_is_told() -> None:
    drawing = bars(named(*((str(n), 9) for n in range(25))))
    assert (len(boxes(drawing)), drawing.left_out) == (20, 5)
    assert bars(STATES).left_out == 0


def test_a_figure_of_nothing_can_be_drawn() -> None:
    nothing = named()
    for drawing in (
        columns(nothing),
        lines(nothing),
        bars(nothing),
        tiles(nothing, {}),
        heat(nothing),
    ):
        assert not boxes(drawing)
    assert finding(nothing) == "Highest number: 0"


def test_a_heat_table_has_a_tile_for_each_number_and_no_scale_that_judges() -> None:
    drawing = heat(TWO)
    shades = [one.look for one in drawing.shapes if isinstance(one, Box)]
    assert shades == ["t1", "t1", "t0", "t0", "t4", "t1"]
    assert [one for one in texts(drawing) if one[:1].isdecimal() or one == NONE] == [
        "1", "2", "2024", "3", "1", "2025", NONE, NONE, "2026", "10", "2",
        "1  Allegation letter", "2  Urgent appeal",
    ]  # fmt: skip
    assert finding(apart(TWO)) == "Highest number: 10 (2026, Allegation letter)"


def test_each_name_is_a_dot_above_its_place_and_the_last_place_stands_apart() -> None:
    drawing = PICTURES["dots"]
    found = {one.said: one for one in drawing.shapes if isinstance(one, Dot)}
    assert len(found) == sum(len(some) for row in WHO for some in row)
    assert found["Kenya"].x < found["Chad"].x < found["Togo"].x < found["Cuba"].x
    assert found["Kenya"].y == found["Mali"].y == found["Togo"].y < found["Peru"].y
    many = dots(STRIPS, PLACES, [[["x"] * 40, [], []], [[], [], []]])
    assert len({one.y for one in many.shapes if isinstance(one, Dot)}) == 5, "9 abreast"
    assert [row.values for row in STRIPS.rows] == [[3, 1, 0], [0, 1, 2]]
    assert dots(named(), (), ()).shapes == ()


def test_nothing_reaches_out_of_a_drawing() -> None:
    for name, drawing in PICTURES.items():
        for one in drawing.shapes:
            if isinstance(one, Box):
                assert 0 <= one.x <= one.x + one.width <= WIDTH, name
                assert 0 <= one.y <= one.y + one.height <= drawing.height, name
            if isinstance(one, Dot):
                assert 4 <= one.x <= WIDTH - 4, name
                assert 4 <= one.y <= drawing.height - 4, name


def test_right_to_left_is_the_mirror_and_no_letter_turns() -> None:
    there = columns(TWO)
    back = mirrored(there)
    assert mirrored(back) == there
    assert [one.x for one in boxes(back)] == [
        round(WIDTH - one.x - one.width, 1) for one in boxes(there)
    ]
    assert texts(back) == texts(there)


def test_the_finding_is_the_highest_number_and_whose_it_is() -> None:
    assert finding(TWO) == "Highest number: 12 (2026)"
    assert finding(TWO, together=False) == "Highest number: 10 (2026)"
    assert finding(named(("a", 2), ("b", 2), ("c", None))) == "Highest number: 2 (a, b)"
    assert finding(named(*((one, 2) for one in "abcd"))) == "Highest number: 2"


def test_a_text_breaks_where_it_would_reach_out() -> None:
    assert len(wrapped(LONG)) == 2
    assert [len(one) for one in wrapped("酷刑" * 20)] == [26, 14]


# --- what is written ----------------------------------------------------------------------------


def written(portal: Pages, drawing: Drawing) -> str:
    with portal.app.test_request_context():
        page = render_template_string(DRAWN, said=finding(TWO), drawing=drawing)
    begin, end = page.index("<svg"), page.index("</svg>")
    return f"{page[begin:end]}</svg>\n"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_as_it_was_looked_at(portal: Pages, name: str) -> None:
    golden, found = GOLDEN / f"{name}.svg", written(portal, PICTURES[name])
    if os.environ.get("RAPPORTEUR_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_it_is_and_has_neither_style_nor_script(
    portal: Pages, name: str
) -> None:
    found = written(portal, PICTURES[name])
    root = ET.fromstring(found)  # noqa: S314  # our own
    assert root.get("role") == "img"
    ids = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    named_by = [ids[one] for one in root.attrib["aria-labelledby"].split()]
    assert named_by == ["Letters", "Highest number: 12 (2026)"]
    assert not [one for one in root.iter() if one.tag in {"style", "script"}]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith(("on", "st"))]
