"""What the API of UHRI answers, read like a sheet."""

import io
import json
from collections.abc import Sequence
from typing import Any

import pytest

from portal.public.corpus import objects, writing
from portal.public.corpus.columns import Reason, Row, Unreadable
from portal.public.corpus.reading import Encoding, opened, read
from tests.portal.public.corpus.conftest import said

ROW = said(
    "Free all who were arrested",
    7,
    sdgs=("16.3",),
    by_states=("Fiji", "Norway"),
    position="Supported",
    session="27",
    type="Recommendations",
)
ONE: dict[str, Any] = {
    "AnnotationId": ROW.annotation,
    "Symbol": ROW.symbol,
    "PublicationDate": "2017-11-22T00:00:00",
    "Body": ROW.body,
    "AnnotationType": ROW.type,
    "Countries": ["Kenya"],
    "Regions": [],
    "Themes": ["Health"],
    "AffectedPersons": None,
    "Sdgs": ["16.3"],
    "Text": ROW.text,
    "UprSession": 27,
    "UprRecommendingStates": ["Fiji", "Norway"],
    "UprPosition": "Supported",
}
FEW = {key: ONE[key] for key in ("Text", "Countries", "Body", "Symbol")}
_GOOD = json.dumps(FEW).encode()


def rows(content: str) -> list[Row]:
    return [row for _, row, problems in read(io.BytesIO(content.encode())) if not problems]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ONE]),
        "\ufeff \n" + json.dumps([ONE], indent=2),
        json.dumps({"total": 1, "page": {"of": [1]}, "results": [ONE], "next": None}),
        json.dumps(ONE) + "\n",
    ],
)
def test_it_is_found_in_whatever_it_is_wrapped(content: str) -> None:
    assert rows(content) == [ROW]


def test_what_the_first_object_lacks_is_read_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(objects, "_CHUNK", 7)  # each object is read in many pieces
    some = [{**FEW, "Extra": 1}, ONE]
    for content in (json.dumps(some), "\n".join(map(json.dumps, some))):
        first, second = rows(content)
        assert (first.session, second) == ("", ROW)
        with opened(io.BytesIO(content.encode())) as sheet:
            assert (sheet.encoding, sheet.aside) == (Encoding.JSON, ("Extra",))


def test_our_own_lines_are_read_again() -> None:
    lines = writing.ndjson([(ROW, ("KEN", "UHRI"))], ("Key", "Source"))
    assert rows("".join(lines)) == [ROW]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[{"Text": "cut', Reason.DAMAGED),
        (_GOOD.replace(b'["Kenya"]', b'{"name": "Kenya"}'), Reason.DAMAGED),
        (b"[" + _GOOD + _GOOD + b"]", Reason.DAMAGED),
        (b"[" + _GOOD + b", 7]", Reason.DAMAGED),
        (b'{"Text": ' + b"[" * 100_000, Reason.DAMAGED),
        (b'[{"Text": "\xff"}]', Reason.ENCODING),
        (b'[{"Text": "a"}]', Reason.COLUMN_MISSING),
        (b"[]", Reason.COLUMN_MISSING),
        (b'[{"Text": "' + b"a" * 2_000_000, Reason.TOO_LARGE),
        (b"{" + b"".join(b'"%d":"%s",' % (n, b"a" * 900_000) for n in range(3)), Reason.TOO_LARGE),
    ],
)
def test_what_is_none_says_so(content: bytes, reason: Reason) -> None:
    def all_of_it() -> Sequence[object]:
        return list(read(io.BytesIO(content)))

    with pytest.raises(Unreadable) as no:
        all_of_it()
    assert no.value.reason is reason
