"""The table of what became of each overlay."""

from collections.abc import Iterator, Sequence
from typing import Final

from deploy.local.cluster.overlay import Outcome

_HEAD: Final = ("Overlay", "Objects", "Accepted", "Pods", "Mistakes refused")


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a row for each overlay, and below it what was not as it should be."""
    rows = [_HEAD, *map(_row, outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join([*(_line(row, widths) for row in rows), *_said(outcomes)])


def _row(one: Outcome) -> tuple[str, ...]:
    return (
        one.overlay,
        str(one.objects),
        str(one.accepted),
        f"{one.pods} of {one.of_pods}",
        f"{one.refused} of {one.of_mistakes}",
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join([first, *rest]).rstrip()


def _said(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for one in outcomes:
        if one.words:
            yield f"\n{one.overlay}:"
            yield from (f"  {words}" for words in one.words)
