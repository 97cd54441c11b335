"""Case numbers: the name of a case on pages, on paper, on the telephone and in the search.

A number is made from the submission's id alone: every service and every rebuild gives the same one,
and nobody can read order or count from it. It has nine characters, such as ``4TP-X9D-R07``: eight
of a hash (23 to the eighth, 7.8e10 numbers) and a check character, which detects any wrong
character and any two swapped ones.

At a million cases a given case shares its number with another with a probability of one in 78,000,
and six or seven pairs are expected in total. So a number helps to find a case and decides nothing:
a look-up returns every match, and no table has it as its key.
"""

import unicodedata
from hashlib import sha256

# Neither vowels, nor letters that are taken for a digit, nor F and K: what is left spells nothing.
# As many as a prime number, so that the last character finds what is said above.
_ALPHABET = "0123456789CDHJMNPQRTVWX"
_BASE = len(_ALPHABET)
_LENGTH = 9
_GROUP = 3
# As it is read from a screen or by ear, and from the keys of a Russian keyboard.
_MISTAKEN = str.maketrans("OILZSGBUОЗВСНМРТХ", "0112568V038CHMPTX")  # noqa: RUF001


def case_number(submission_id: str) -> str:
    """Return the number of a case in its displayed form."""
    found = int.from_bytes(sha256(f"case-number/{submission_id}".encode()).digest())
    drawn = [found // _BASE**at % _BASE for at in range(_LENGTH - 1)]
    return _format("".join(_ALPHABET[digit] for digit in (*drawn, _check(drawn))))


def read_case_number(text: str) -> str | None:
    """Return a typed number in its displayed form; None if it is not a case number."""
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", text).upper()))
    typed = plain.translate(_MISTAKEN)
    if len(typed) != _LENGTH or not set(typed) <= set(_ALPHABET):
        return None
    *drawn, last = map(_ALPHABET.index, typed)
    return _format(typed) if _check(drawn) == last else None


def _plain(letter: str) -> str:
    """Drop the separators between the groups; a digit of any script becomes that digit."""
    if unicodedata.category(letter)[0] in "PZC":
        return ""
    return str(unicodedata.decimal(letter, letter))


def _check(drawn: list[int]) -> int:
    """Return the check character that makes the weighted sum a multiple of the base."""
    total = sum(place * digit for place, digit in enumerate(drawn, 1))
    return -total * pow(_LENGTH, -1, _BASE) % _BASE


def _format(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
