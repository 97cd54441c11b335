"""A long text is shown in two parts, and none of its characters is lost between them."""

import pytest

from portal.web.long_text import folded

SENTENCE = "They came at dawn and took him away. "


def test_a_text_that_is_read_at_once_is_whole() -> None:
    assert folded("") is None
    assert folded(SENTENCE * 60) is None


@pytest.mark.parametrize(
    ("text", "end", "between", "size"),
    [
        ((SENTENCE * 10 + "\n\n") * 20, ". \n", "\n", "about 1,600 words"),
        (SENTENCE * 200, ". ", "", "about 1,600 words"),
        ("They came and took him away " * 200, " ", "", "about 1,200 words"),
        ("جاؤوا عند الفجر؟ " * 300, "؟ ", "", "about 900 words"),
        ("他们在黎明时分来了。" * 400, "。", "", "about 4,000 characters"),
        ("x" * 3000, "x", "", "about 3,000 characters"),
    ],
    ids=["paragraphs", "sentences", "words", "Arabic", "Chinese", "one word"],
)
def test_a_long_text_is_parted_where_it_reads_well(
    text: str, end: str, between: str, size: str
) -> None:
    parts = folded(text)
    assert parts is not None
    assert parts.first + between + parts.rest == text
    assert parts.size == size
    assert 400 <= len(parts.first) <= 1_400
    assert parts.first.endswith(end)
