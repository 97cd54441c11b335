"""The terminal output of the platform: one line for each process."""

import sys
from collections.abc import Sequence
from typing import Final, TextIO

from deploy.local.child import Child, State

SETTLED: Final = frozenset({State.READY, State.DONE})
COLOURS: Final = {
    State.READY: "32",
    State.DONE: "32",
    State.FAILED: "31",
    State.STARTING: "33",
    State.STOPPING: "33",
}


class Screen:
    """A table that fills in on a terminal while all start, lines afterwards; else lines only."""

    def __init__(self, stream: TextIO | None = None, *, follow: bool = False) -> None:
        self._stream = stream or sys.stdout
        self.follow = follow
        self._terminal = self._stream.isatty() and not follow
        self._table: Sequence[Child] = ()
        self._drawn = 0
        self._partial: dict[str, bytes] = {}
        self._told: dict[str, list[str]] = {}

    def starting(self, children: Sequence[Child]) -> None:
        """Show the table of processes to start."""
        if self._terminal:
            self._table = children
            self._redraw()

    def changed(self, child: Child) -> None:
        """Show one change of state."""
        if child.state is State.FAILED:
            self._lines([self._row(child), *self._new_lines(child)])
        elif self._table:
            self._redraw()
        elif child.state in SETTLED:
            self._lines([self._row(child)])

    def started(self, sentences: Sequence[str]) -> None:
        """All is ready: leave the table as it is and print the address."""
        self._table, self._drawn = (), 0
        self._lines(["", *sentences])

    def stopping(self) -> None:
        self._table, self._drawn = (), 0
        self._lines(["Stopping everything (once more Ctrl-C: at once)."])

    def stopped(self, seconds: float) -> None:
        self._lines([f"Everything has stopped ({seconds:.1f} s)."])

    def said(self, child: Child, chunk: bytes) -> None:
        """Print whole lines of a process's output behind its name."""
        whole, newline, rest = (self._partial.get(child.process.name, b"") + chunk).rpartition(
            b"\n"
        )
        self._partial[child.process.name] = rest
        if newline:
            text = whole.decode(errors="replace")
            self._lines([f"{child.process.name:>20} | {line}" for line in text.splitlines()])

    def _new_lines(self, child: Child) -> list[str]:
        """Return its last output, unless it died with the same output before."""
        lines = [f"      {line}" for line in child.last_lines()]
        told, self._told[child.process.name] = self._told.get(child.process.name), lines
        return [] if lines == told else lines

    def _row(self, child: Child) -> str:
        state = f"{child.state:<9}"
        if self._terminal and child.state in COLOURS:
            state = f"\x1b[{COLOURS[child.state]}m{state}\x1b[0m"
        port = "" if child.process.port is None else str(child.process.port)
        return f"  {state} {child.process.name:<20} {port:>5}  {child.note}".rstrip()

    def _redraw(self) -> None:
        self._erase()
        self._write([self._row(child) for child in self._table])
        self._drawn = len(self._table)

    def _lines(self, lines: Sequence[str]) -> None:
        self._erase()
        self._write(lines)
        if self._table:
            self._redraw()

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(f"\x1b[{self._drawn}A\x1b[J")
            self._drawn = 0

    def _write(self, lines: Sequence[str]) -> None:
        self._stream.write("".join(f"{line}\n" for line in lines))
        self._stream.flush()
