"""Write down in which order each language lists the names of States and mandates: ``make order``.

SQLite has no order but that of letters' numbers, in which É comes after Z and Chinese by nothing
that a reader knows. So Node's collation sorts the names once, when they change, and both databases
and all pages follow ``shared/reference/order.json``.
"""

import json
from collections.abc import Callable, Mapping
from subprocess import run
from types import MappingProxyType
from typing import Final, TypeAlias

from portal.web.i18n import names
from portal.web.i18n.languages import CATALOGUES, ENGLISH
from portal.web.i18n.texts import speaking
from shared import reference
from shared.reference.former_states import former_states
from shared.reference.order import digest

ROOT: Final = CATALOGUES.parent
FILE: Final = ROOT / "shared/reference/order.json"
_SCRIPT: Final = ROOT / "portal/assets/order.js"

Names: TypeAlias = Mapping[str, Mapping[str, str]]
"""Language → code → name as pages show it."""


def _states() -> dict[str, str]:
    former = {one.code: one.name for one in former_states().values()}
    return {**former, **{code: names.recipient(code) for code in reference.states()}}


def _mandates() -> dict[str, str]:
    return {code: names.mandate(code) for code in reference.mandates()}


LISTS: Final[Mapping[str, Callable[[], dict[str, str]]]] = MappingProxyType(
    {"states": _states, "mandates": _mandates}
)


def shown(which: str) -> Names:
    """Return the names of a list in each language."""
    found = {}
    for code in reference.LANGUAGES:
        with speaking(code):
            found[code] = LISTS[which]()
    return found


def ordered(some: Names) -> dict[str, list[str]]:
    """Return the codes in the order of their names, by language. Node 20 or newer does it."""
    said = run(  # noqa: S603  # our own script
        ["node", str(_SCRIPT)],  # noqa: S607  # wherever it is
        input=json.dumps(some),
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, list[str]] = json.loads(said.stdout)
    return found


def lists() -> dict[str, dict[str, str | list[str]]]:
    """Return what ``order.json`` has."""
    found: dict[str, dict[str, str | list[str]]] = {}
    for which in LISTS:
        some = shown(which)
        found[which] = {"of": digest(some), **ordered(some)}
    found["mandates"][ENGLISH] = list(reference.mandates())  # as OHCHR lists them
    return found


def write() -> None:
    FILE.write_text(f"{json.dumps(lists(), indent=1, ensure_ascii=False)}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
