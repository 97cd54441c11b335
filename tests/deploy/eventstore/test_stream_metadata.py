"""Stream metadata and filters by themselves."""

import pytest

from deploy.local.eventstore.filters import BadPattern, by_prefix, by_regex
from deploy.local.eventstore.record import MAX_INT64, Record
from deploy.local.eventstore.stream_metadata import (
    NO_METADATA,
    StreamMetadata,
    first_visible,
    parse,
    too_old,
    with_truncate_before,
)


def record(*, stream: str = "s-1", name: str = "Happened", created: int = 0) -> Record:
    return Record(1, stream, 0, "id", name, created, "application/json", b"", b"")


@pytest.mark.parametrize(
    ("data", "metadata"),
    [
        (b"{}", NO_METADATA),
        (b"", NO_METADATA),
        (b"no json", NO_METADATA),
        (b"[1]", NO_METADATA),
        (b"\xff", NO_METADATA),
        (b'{"$tb": 3}', StreamMetadata(truncate_before=3)),
        (b'{"$tb": -3, "$maxCount": true, "$maxAge": "1"}', NO_METADATA),
        (b'{"$maxCount": 2, "$maxAge": 3}', StreamMetadata(0, 2, 30_000_000)),
        (b'{"$tb": 99999999999999999999}', StreamMetadata(truncate_before=MAX_INT64)),
    ],
)
def test_metadata_is_read_as_far_as_it_makes_sense(data: bytes, metadata: StreamMetadata) -> None:
    assert parse(data) == metadata


@pytest.mark.parametrize(
    ("metadata", "first"),
    [
        (NO_METADATA, 0),
        (StreamMetadata(truncate_before=3), 3),
        (StreamMetadata(max_count=2), 8),
        (StreamMetadata(truncate_before=9, max_count=2), 9),
        (StreamMetadata(max_count=20), 0),
    ],
)
def test_the_first_visible_revision_of_ten(metadata: StreamMetadata, first: int) -> None:
    assert first_visible(metadata, 9) == first


def test_an_event_is_too_old_after_its_age() -> None:
    metadata = StreamMetadata(max_age_ticks=10)
    assert not too_old(metadata, record(created=100), 110)
    assert too_old(metadata, record(created=100), 111)
    assert not too_old(NO_METADATA, record(created=100), MAX_INT64)


def test_truncating_keeps_the_other_settings() -> None:
    assert with_truncate_before(b'{"a": 1, "$tb": 2}', 5) == b'{"a": 1, "$tb": 5}'
    assert with_truncate_before(None, 5) == b'{"$tb": 5}'


def test_a_pattern_is_looked_for_in_the_type_or_the_stream() -> None:
    assert by_regex("^s-", on_stream=True)(record())
    assert not by_regex("^s-", on_stream=False)(record())
    assert by_regex("ppen", on_stream=False)(record())


def test_a_prefix_is_looked_for_at_the_beginning() -> None:
    assert by_prefix(["x", "s-"], on_stream=True)(record())
    assert not by_prefix(["-1"], on_stream=True)(record())
    assert by_prefix(["Hap"], on_stream=False)(record())


def test_a_pattern_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadPattern, match=r"'\(' is no regular expression"):
        by_regex("(", on_stream=False)
