"""Hidden details of a picture are removed, and the picture stays."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from portal.casefile.attachments.hidden import NotScrubbed, may_be_scrubbed, scrubbed
from portal.casefile.attachments.kinds import KINDS, media_type
from tests.support.pictures import ON_ITS_SIDE, SAYS, pages, picture

RED = (255, 0, 0)
HEIC = (Path(__file__).parents[3] / "support/place.heic").read_bytes()
KIND = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}
kinds = pytest.mark.parametrize("kind", KIND)


def said(content: bytes) -> list[bytes]:
    return [word for word in SAYS if word in content]


def without(content: bytes, kind: str, name: str = "photo") -> bytes:
    anew, _, _ = scrubbed(BytesIO(content), kind, name)
    with anew:
        return anew.read()


@kinds
def test_nothing_is_left_of_place_device_author_and_comment(kind: str) -> None:
    taken = picture(kind)
    assert said(taken)
    anew = without(taken, KIND[kind])
    assert said(anew) == []
    with Image.open(BytesIO(anew)) as seen:
        assert (seen.format, seen.size) == (kind, (40, 20))
        assert not seen.getexif().get_ifd(0x8825)
        assert near(seen.convert("RGB").getpixel((5, 5)), RED)


@kinds
def test_a_picture_that_was_taken_on_its_side_stands_upright(kind: str) -> None:
    anew = without(picture(kind, orientation=ON_ITS_SIDE), KIND[kind])
    with Image.open(BytesIO(anew)) as seen:
        assert seen.size == (20, 40)
        assert near(seen.convert("RGB").getpixel((5, 5)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_all_pages_of_a_picture_stay(kind: str) -> None:
    with Image.open(BytesIO(without(pages(kind, 3), KIND[kind]))) as seen:
        assert getattr(seen, "n_frames", 1) == 3


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "I;16"])
def test_pictures_of_every_depth_are_written_anew(mode: str) -> None:
    assert said(without(picture("PNG", mode=mode), "image/png")) == []


def test_a_phones_picture_becomes_a_jpeg() -> None:
    assert said(HEIC)
    anew, kind, name = scrubbed(BytesIO(HEIC), "image/heic", "beach.heic")
    with anew:
        content = anew.read()
    assert (kind, name) == ("image/jpeg", "beach.jpg")
    assert media_type(name, content) == kind
    assert said(content) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 no picture", picture("JPEG")[:200]])
def test_a_picture_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(NotScrubbed, match="could not be read"):
        without(content, "image/jpeg")


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(NotScrubbed, match="could not be read"):
        without(out.getvalue(), "image/png")


def test_what_is_no_picture_is_refused_and_every_picture_that_is_taken_is_none_of_it() -> None:
    with pytest.raises(NotScrubbed, match="pictures only"):
        without(b"%PDF-1.7", "application/pdf")
    taken = {kind for some in KINDS.values() for kind in some}
    assert {kind for kind in taken if may_be_scrubbed(kind)} == {
        kind for kind in taken if kind.startswith("image/")
    }


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))
