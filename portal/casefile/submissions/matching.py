"""Keyed hashes that find near-equal submissions without reading them.

A token has a prefix for its kind and then only digits, which nobody can reverse without the key.

* ``v:`` a victim's name, ``d:`` State and month: equal values have equal tokens.
* ``f:`` the sound of a victim's full name, ``p:`` a part of it. One person's full name can be
  a part of what another person wrote who knew one more given name. Two parts prove nothing:
  brothers share them. Both are of one State; a single word is of one State and month.
* ``t:`` text: near-equal ones share most of theirs (MinHash over runs of words, one hash divided
  into classes, so that each class keeps its smallest).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from portal.casefile.submissions import likeness
from portal.web.accounts.filers import Pseudonyms

# Chinese and Japanese write no spaces: each of their signs counts as a word.
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")
_RUN = 3  # words
_HEARD = 50
"""Names of one submission whose sound is kept; longer lists are compared by the names alone."""
_MONTHS = 6
"""Months of one submission in which a single name counts."""
_CLASSES = 16
_PAIR = 2  # words
_DIGITS = 16  # hexadecimal: 64 bits
_RARE = 0x10000


class _Letters(dict[int, int | None]):
    """For ``str.translate``: no marks. A letter that people use is looked up once in a process."""

    def __missing__(self, code: int) -> int | None:
        is_mark = unicodedata.category(chr(code)) in {"Mn", "Me"}
        found = None if is_mark else code
        if code < _RARE:  # strangers send these texts, and there are a million code points
            self[code] = found
        return found


_LETTERS = _Letters()
# Letters that Arabic and Persian hands write in more than one way.
_SAME = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    }
)


def tokens(
    key: bytes, *, names: Iterable[str], state: str, months: Iterable[str], narrative: str
) -> tuple[str, ...]:
    """Return the tokens, sorted. ``months``: ``YYYY-MM`` of each incident."""
    named, when = list(names), [f"{state}/{month}" for month in months]
    found = {f"v:{_hash(key, 'victim', name)}" for name in map(normalised, named) if name}
    found |= {f"d:{_hash(key, 'month', month)}" for month in when}
    for name in named[:_HEARD]:
        found |= _sound_tokens(key, name, state, when[:_MONTHS])
    return tuple(sorted({*found, *text_tokens(key, narrative)}))


def name_tokens(key: bytes, name: str, states: Iterable[str]) -> set[str]:
    """Return the tokens of submissions on these States with a victim of this name.

    Also where it sounds like it, or one of the two hands knew a given name more. What a word alone
    tells is of State and month, so a single word finds only who is called nothing else.
    """
    plain, words = normalised(name), likeness.words(name)
    found = {exact_token(key, name)} if plain else set()
    if len(words) < _PAIR:
        return found
    for state in states:
        whole = _sound(key, state, likeness.together(words))
        parts = {f"f:{_sound(key, state, part)}" for part in likeness.parts(words)}
        found |= {f"f:{whole}", f"p:{whole}", *parts}
    return found


def exact_token(key: bytes, name: str) -> str:
    """Return the token of a victim's exact name, ignoring case and order."""
    return f"v:{_hash(key, 'victim', normalised(name))}"


def _sound_tokens(key: bytes, name: str, state: str, when: Iterable[str]) -> set[str]:
    words = likeness.words(name)
    if len(words) < _PAIR:
        return {f"f:{_word(key, month, word)}" for month in when for word in words}
    found = {f"f:{_sound(key, state, likeness.together(words))}"}
    found |= {f"p:{_sound(key, state, part)}" for part in likeness.parts(words)}
    if len(words) == _PAIR:
        found |= {f"p:{_word(key, month, word)}" for month in when for word in words}
    return found


def _sound(key: bytes, state: str, heard: str) -> str:
    return _hash(key, "sound", f"{state}/{heard}")


def _word(key: bytes, month: str, word: likeness.Word) -> str:
    return _hash(key, "word", f"{month}/{word.alone}")


def text_tokens(key: bytes, narrative: str) -> set[str]:
    """Return at most one token for each class of runs of words."""
    keyed = _begun(key, "text")
    numbers: set[int] = set()
    for run in _runs(_words(narrative)):
        digest = keyed.copy()
        digest.update(run.encode())
        numbers.add(int.from_bytes(digest.digest()))
    smallest: dict[int, int] = {}
    for number in sorted(numbers):
        smallest.setdefault(number % _CLASSES, number // _CLASSES)
        if len(smallest) == _CLASSES:
            break
    return {f"t:{kind:x}{rest:0{_DIGITS - 1}x}" for kind, rest in smallest.items()}


def normalised(name: str) -> str:
    """A name without case, accents and order: as different hands write the same one."""
    return " ".join(sorted(_words(name)))


def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    return _WORD.findall(apart.translate(_LETTERS))


def _runs(words: Sequence[str]) -> Iterable[str]:
    if len(words) <= _RUN:
        return [" ".join(words)] if words else []
    return map(" ".join, zip(*(words[at:] for at in range(_RUN)), strict=False))


def _hash(key: bytes, kind: str, text: str) -> str:
    digest = _begun(key, kind)
    digest.update(text.encode())
    return digest.hexdigest()


def _begun(key: bytes, kind: str) -> blake2b:
    return blake2b(f"{kind}/".encode(), key=key, digest_size=_DIGITS // 2)


def key_of(vault: Pseudonyms) -> bytes:
    """Return the key of the tokens: the vault's own, so that no rotation changes a token."""
    return vault.pseudonym("matching", "tokens").encode()
