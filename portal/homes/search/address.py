"""The search words in an address: sealed, for one person and one day."""

from dataclasses import dataclass

from portal.web import sought

_PURPOSE = b"search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``names``: for the name of a victim, which was put on record when it was asked."""

    text: str
    names: bool = False


def written(asked: Asked) -> str:
    return sought.sealed(_PURPOSE, asked.text, asked.names)


def read(address: str) -> Asked | None:
    """Return the search words; None if they are another person's, too old, or not ours."""
    held = sought.opened(_PURPOSE, address)
    return None if held is None else Asked(text=held[0], names=held[1])
