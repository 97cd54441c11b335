"""What a gate looks at of the longest walks and measurements: a part that the sources draw.

A browser that opens every page of every route takes longer than the rest of the gate may (docs/
performance.md). Each gate looks at one part of the routes, and ``make everything`` at all of them.
The seed is a digest of the sources: the same sources draw the same part wherever they are tested,
and each change of a line draws anew.
"""

import os
from collections.abc import Container, Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.support.walking import Seen

ROOT: Final = Path(__file__).parents[2]
READ: Final = ("i18n", "portal", "services", "shared", "tests")
KEPT: Final = (".py", ".html", ".js", ".po", ".scss")
PARTS: Final = 4
"""Into how many parts the routes are drawn. A gate looks at one of them."""
WHOLE: Final = os.environ.get("RAPPORTEUR_WHOLE", "") == "1"
DRAWN: Final = (
    "tests/bench/test_bench.py: the measurements that are tried",
    "tests/browser/test_everywhere.py: the people, the routes that a browser opens, some links",
    "tests/browser/test_selection.py: whether the browser runs scripts",
    "tests/platform/test_forgetting.py: of eighteen people eight, who read what was erased",
    "tests/portal/test_every_page.py: the routes that a browser opens",
    "tests/portal/web/i18n/test_in_the_browser.py: the routes that are opened in each language",
)
"""The walks of which a gate looks at a part; listed at the end of each run that has one."""


@cache
def seed() -> str:
    """Digest what the tests stand on: names and contents of all that is written by hand."""
    found = sha256()
    for path in sources():
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:12]


def sources() -> Iterator[Path]:
    for directory in READ:
        for place, below, names in os.walk(ROOT / directory):
            below[:] = sorted({*below} - {"node_modules", "static", "__pycache__"})
            yield from (Path(place, name) for name in sorted(names) if name.endswith(KEPT))


def is_drawn(name: str, parts: int = PARTS, *, by: str | None = None, whole: bool = WHOLE) -> bool:
    """Whether this gate looks at what has this name.

    Args:
        name: of a route, a language or whatever is drawn.
        parts: into how many parts all names are drawn.
        by: the seed.
        whole: whether this is a run that looks at everything.
    """
    return whole or _lot(name, by) % parts == 0


def some_of(
    names: Iterable[str], parts: int = PARTS, *, by: str | None = None, whole: bool = WHOLE
) -> list[str]:
    """Draw one part of few names: rounded up, so that it is never empty."""
    lots = sorted(names, key=lambda name: _lot(name, by))
    return sorted(lots if whole else lots[: -(-len(lots) // parts)])


def _lot(name: str, by: str | None) -> int:
    return int.from_bytes(sha256(f"{by or seed()} {name}".encode()).digest()[:8])


def drawn_pages(
    pages: "Iterable[Seen]", looked_at: set[str] | None = None, *, whole: bool = WHOLE
) -> "list[Seen]":
    """Keep the pages of those routes that this gate looks at, and of others what only they have.

    So each kind of element is looked at in each gate, on some page, and each route in some gate.

    Args:
        pages: in their order.
        looked_at: what the pages are made of that were kept elsewhere; what these have is added.
        whole: whether this is a run that looks at everything.
    """
    found = [(page, is_drawn(page.endpoint, whole=whole)) for page in pages]
    known = set() if looked_at is None else looked_at
    known.update(part for page, is_one in found if is_one for part in page.shape)
    kept = []
    for page, is_one in found:
        if is_one or not page.shape <= known:
            known |= page.shape
            kept.append(page)
    return kept


def account(files: Container[str], *, whole: bool = WHOLE) -> list[str]:
    """Return the lines that a run of these files ends with."""
    walks = [one for one in DRAWN if one.partition(":")[0] in files]
    if not walks or whole:
        return []
    return [f"by {seed()}, a digest of the sources; make everything looks at all", *walks]
