"""A figure's bars have one scale, and what is not shown has no part in it."""

from portal.web.figures import Figure, Row


def figure(*values: int | None) -> Figure:
    rows = [Row(label=str(number), values=[value]) for number, value in enumerate(values)]
    return Figure(caption="Candidates", about="Step", columns=["Women"], rows=rows)


def test_the_longest_bar_is_the_greatest_number_that_is_shown() -> None:
    shown = figure(4, 30, None, 10)
    assert shown.most == 30
    assert [shown.length(value) for value in (0, 10, 30)] == [0, 33.3, 100]
    assert shown.keeps_back


def test_a_figure_of_nothing_has_no_bar() -> None:
    assert (figure().most, figure(0).length(0), figure(0).keeps_back) == (0, 0, False)
