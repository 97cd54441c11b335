"""The return code: 48 digits in eight groups, by which a source comes back to a submission.

Every script has digits, and they can be read aloud in every language. Five of a group are the code:
132 bits in all, which nobody can guess. The sixth is a check. It depends on the group's place, too,
so that a wrong digit, and two digits or two groups in the wrong order, are found before anything is
looked up, and the group is named.

A code is made from the command's id, a nonce and a key, so that a lost answer can be given again;
once the nonce is deleted nobody can make it any more. Only its digest stays.
"""

import hmac
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

GROUPS: Final = 8
DIGITS: Final = 6
"""Of a group: five of the code, and the check."""
_DATA: Final = DIGITS - 1
_BITS: Final = 10 ** (GROUPS * _DATA)  # 132 of them

# Damm's table: it finds every wrong digit, and every two neighbours in the wrong order. Each group
# starts in another row, so that a group in another's place is found too.
_DAMM: Final[Sequence[Sequence[int]]] = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class Mistyped(Exception):
    """It is on no receipt.

    ``groups``: the numbers, from 1, of those to look at again; none where ``typed``, the number of
    digits, is so far from 48 that it says nothing of groups.
    """

    def __init__(self, typed: int, groups: Sequence[int]) -> None:
        super().__init__(f"{typed} digits, groups {groups}")
        self.typed = typed
        self.groups = groups


def mint_nonce() -> str:
    return token_urlsafe(24)


def made_of(command_id: UUID, nonce: str, key: str) -> str:
    """Return the code as it stands on a receipt: eight groups with a space between them."""
    content = f"return-code/{command_id}/{nonce}".encode()
    number = int.from_bytes(hmac.digest(key.encode(), content, "sha512")) % _BITS
    digits = f"{number:0{GROUPS * _DATA}}"
    parts = (digits[at : at + _DATA] for at in range(0, len(digits), _DATA))
    return " ".join(part + _check(part, place) for place, part in enumerate(parts))


def read(typed: str) -> str:
    """Return the code's own 40 digits, however it was typed. Raises ``Mistyped``."""
    groups = _groups(typed)
    wrong = [place for place, group in enumerate(groups, 1) if not _holds(group, place - 1)]
    if len(groups) != GROUPS or wrong:
        raise Mistyped(sum(map(len, groups)), [place for place in wrong if place <= GROUPS])
    return "".join(group[:_DATA] for group in groups)


def digest(typed: str) -> str:
    """Return what is kept of a code. Raises ``Mistyped``.

    132 bits need no salt and no slow hash: nobody can try them all.
    """
    return sha256(read(typed).encode()).hexdigest()


def _groups(typed: str) -> list[str]:
    """Return the digits by groups: as they were set apart, if in eight; else six by six."""
    apart = [group for group in _runs(typed) if group]
    if len(apart) == GROUPS:
        return apart
    digits = "".join(apart)
    return [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]


def _runs(typed: str) -> Iterator[str]:
    """Yield the digits between other letters, converted from any script: ٣ and 三 are 3."""
    run = ""
    for letter in typed:
        if (value := _digit(letter)) is None:
            yield run
            run = ""
        else:
            run += value
    yield run


def _digit(letter: str) -> str | None:
    value = unicodedata.numeric(letter, None)
    return f"{value:.0f}" if value is not None and value in range(10) else None


def _holds(group: str, place: int) -> bool:
    return len(group) == DIGITS and place < GROUPS and _check(group[:_DATA], place) == group[_DATA]


def _check(digits: str, place: int) -> str:
    return str(reduce(lambda at, digit: _DAMM[at][int(digit)], digits, place))
