"""Pictures as cameras and phones make them: with a place, a device, an author, and a comment."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PLACE = "46 deg 13 min"
DEVICE = "PhoneMaker 7"
AUTHOR = "Planted Photographer"
COMMENT = "taken at the planted address"
SAYS = tuple(word.encode() for word in (DEVICE, AUTHOR, COMMENT, PLACE))
_XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{AUTHOR} {PLACE}</a></x:xmpmeta>".encode()
UPRIGHT, ON_ITS_SIDE = 1, 6


def exif(orientation: int = UPRIGHT) -> Image.Exif:
    data = Image.Exif()
    data[Base.Make] = DEVICE
    data[Base.Artist] = AUTHOR
    data[Base.ImageDescription] = COMMENT
    data[Base.Orientation] = orientation
    data.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    data.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = PLACE
    return data


def picture(kind: str, *, orientation: int = UPRIGHT, mode: str = "RGB") -> bytes:
    """Return a picture of 40 by 20, its left half red, in Pillow's ``kind``."""
    seen = Image.new(mode, (40, 20), 0)
    seen.paste(_red(mode), (0, 0, 20, 20))
    also: dict[str, Any] = {"exif": exif(orientation)}
    if kind == "JPEG":
        also |= {"comment": COMMENT, "quality": 95, "xmp": _XMP}
    if kind == "WEBP":
        also |= {"lossless": True, "xmp": _XMP}
    out = BytesIO()
    seen.save(out, kind, **also)
    return out.getvalue()


def pages(kind: str, number: int) -> bytes:
    """Return a picture of several pages or moments, each of another colour."""
    each = [Image.new("RGB", (16, 16), (0, 80 * n, 0)) for n in range(number)]
    out = BytesIO()
    each[0].save(out, kind, save_all=True, append_images=each[1:], exif=exif())
    return out.getvalue()


def _red(mode: str) -> Any:
    return (255, 0, 0) if mode == "RGB" else 200
