"""Where the words of a search stand in a text."""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.public.register.passages import LENGTH, Part, passage, whole
from portal.public.register.search import sought

LONG = (
    "The journalist was taken from her home. " * 9
    + "She was tortured in a secret facility, and the women with her, she said, were threatened. "
    + "Nothing else is known. " * 20
    + "The women are free."
)


def read(text: str, asked: str) -> str | None:
    """Return the passage with its hits in brackets."""
    found = passage(text, sought(asked))
    return None if found is None else shown(found)


def shown(parts: list[Part]) -> str:
    return "".join(f"[{one.text}]" if one.hit else one.text for one in parts)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("She was tortured.", "torture", "She was [tortured]."),
        ("She was tortured.", '"torture"', None),
        ("La défenseure a été détenue", "defenseure detenus", "La [défenseure] a été [détenue]"),
        ("Мы получили сведения о пытках", "пытки", "Мы получили сведения о [пытках]"),
        ("كان في سجن المدينة", "السجون", "كان في [سجن] المدينة"),
        ("一名记者被任意拘留的信息", "记者 任意拘留", "一名[记者]被[任意拘留]的信息"),
        ("我们收到信息", "人权", None),
        ("a & b <b>bold</b>", "bold", "a & b <b>[bold]</b>"),
        ("two\n\n  lines", "lines", "two [lines]"),
        ("anything", "?!", None),
        ("", "anything", None),
    ],
)
def test_words_are_marked(text: str, asked: str, expected: str | None) -> None:
    assert read(text, asked) == expected


def test_the_passage_is_where_most_of_the_words_stand_together() -> None:
    found = read(LONG, "women torture journalist")
    assert found is not None
    assert "She was [tortured] in a secret facility, and the [women] with her" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_whole_text_keeps_its_lines() -> None:
    assert shown(whole("One line.\n\nAnother line.", sought("lines"))) == (
        "One [line].\n\nAnother [line]."
    )


@given(
    st.text(alphabet="ab é1 \n’人权记者тй", max_size=900),
    st.text(alphabet="ab é1人权记者тй", max_size=8),
)
def test_nothing_of_a_text_is_lost_or_added(text: str, asked: str) -> None:
    parts = whole(text, sought(asked))
    assert "".join(one.text for one in parts) == text
    found = passage(text, sought(asked))
    if found is not None:
        assert any(one.hit for one in found)
        plain = "".join(one.text for one in found)
        assert len(plain) <= LENGTH + len("…  …") or plain.count(" ") <= len("  ")
        assert plain.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split())
