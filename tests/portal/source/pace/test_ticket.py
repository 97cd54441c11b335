"""A ticket is for one step about one thing; what is altered or too cheap opens nothing."""

from dataclasses import replace
from hashlib import sha256
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.source.pace import ticket
from portal.source.pace.ticket import PARTS, Ticket, read, solved

KEYS = ("newest", "older")
MADE = Ticket(what="submit", about="draft-1", work=64, ready=100.0, until=200.0, place=40.0)
WRITTEN = MADE.written(KEYS)


def opens(written: str, *, what: str = "submit", about: str = "draft-1", at: float = 150) -> bool:
    return read(written, KEYS, what=what, about=about, at=at) is not None


def test_it_opens_what_it_is_for_and_nothing_else() -> None:
    assert read(WRITTEN, KEYS, what="submit", about="draft-1", at=200) == MADE
    assert not opens(WRITTEN, what="begin")
    assert not opens(WRITTEN, about="draft-2")
    assert not opens(WRITTEN, at=200.1)


def test_it_opens_while_its_key_is_known() -> None:
    assert opens(MADE.written(("older",)))
    assert not opens(MADE.written(("stranger",)))


@given(st.integers(0, len(WRITTEN) - 3), st.characters(codec="ascii"))
def test_an_altered_one_opens_nothing(at: int, put: str) -> None:
    altered = WRITTEN[:at] + put + WRITTEN[at + 1 :]
    assert opens(altered) == (altered == WRITTEN)


def test_another_spelling_of_the_same_bytes_opens_nothing() -> None:
    written = next(one for one in iter(lambda: MADE.written(KEYS), "") if {"-", "_"} & {*one})
    assert opens(written)
    for other in (written.replace("-", "+").replace("_", "/"), f"{written[:8]}\n{written[8:]}"):
        assert not opens(other)


@given(st.text(max_size=200))
def test_what_somebody_makes_up_opens_nothing(text: str) -> None:
    assert not opens(text)
    assert not solved(WRITTEN, MADE.work, text)


def test_the_work_is_done_for_this_ticket_alone_and_a_dearer_one_takes_more() -> None:
    done = _work(WRITTEN, MADE.work)
    assert solved(WRITTEN, MADE.work, done)
    assert not solved(replace(MADE, until=300.0).written(KEYS), 10**6, done)
    assert not solved(WRITTEN, 10**9, done)
    assert not solved(WRITTEN, MADE.work, done.rpartition(".")[0])


@pytest.mark.parametrize("work", [PARTS, 2**14, 2**21])
def test_work_takes_about_as_many_hashes_as_it_says(work: int) -> None:
    chance = ticket.bound(work) / 2**32
    assert PARTS / chance == pytest.approx(work, rel=0.01)


def _work(written: str, work: int) -> str:
    begin, below = ticket.seed(written), ticket.bound(work)

    def bits(number: int, nonce: int) -> int:
        return int.from_bytes(sha256(f"{begin}:{number}:{nonce}".encode()).digest()[:4])

    return ".".join(
        str(next(nonce for nonce in count() if bits(number, nonce) < below))
        for number in range(PARTS)
    )
