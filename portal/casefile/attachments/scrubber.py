"""Rewrites a picture without its hidden details: a separate process.

It reads a picture from its input and writes it without the place, the device, the author, comments
and the small earlier picture that cameras include. It knows nothing of Rapporteur, gets no
environment and may write no file, because a stranger's picture may attack its decoder. It exits
with 1 if it cannot read the picture, and prints nothing, because the picture is somebody's.
"""

import resource
import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, ImageSequence

_PIXELS = 100_000_000
_MEMORY = 2 * 1024**3  # bytes of address space
_SECONDS = 30
_SRGB = ImageCms.createProfile("sRGB")
_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "HEIF": "JPEG", "PNG": "PNG", "WEBP": "WEBP"} | {
    "TIFF": "TIFF"
}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = _PIXELS // 2  # Pillow refuses from twice of it on
    try:
        sys.stdout.buffer.write(_anew(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it is not read
        return 1
    return 0


def _anew(content: bytes) -> bytes:
    if content[4:8] == b"ftyp":
        from pi_heif import register_heif_opener  # noqa: PLC0415  # few pictures need it

        register_heif_opener()
    with Image.open(BytesIO(content)) as picture:
        kind = _FORMATS[picture.format or ""]
        # A JPEG's further frames are its own thumbnails and depths
        several = kind != "JPEG" and getattr(picture, "n_frames", 1) > 1
        frames = ImageSequence.all_frames(picture) if several else [picture]
        durations = [int(frame.info.get("duration", 0)) for frame in frames]
        bare = [_bare(frame, kind) for frame in frames]
    out = BytesIO()
    if several and kind == "TIFF":
        bare[0].save(out, kind, save_all=True, append_images=bare[1:], compression="tiff_lzw")
    elif several:
        bare[0].save(out, kind, save_all=True, append_images=bare[1:], duration=durations, loop=0)
    else:
        bare[0].save(out, kind, **_how(kind))
    return out.getvalue()


def _bare(frame: Image.Image, kind: str) -> Image.Image:
    """The picture as it is seen: turned upright, in the colours of every screen."""
    profile = frame.info.get("icc_profile")
    seen = ImageOps.exif_transpose(frame)
    if profile and seen.mode == "RGB":
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(seen, source, _SRGB)
        seen = turned or seen
    if kind == "JPEG" and seen.mode not in {"RGB", "L", "CMYK"}:
        seen = seen.convert("RGB")
    elif seen.mode in {"P", "PA"}:
        seen = seen.convert("RGBA")
    bare = seen.copy()
    bare.info = {}
    return bare


def _how(kind: str) -> dict[str, object]:
    match kind:
        case "JPEG":
            return {"quality": 92, "subsampling": 0}
        case "WEBP":
            return {"quality": 92}
        case "TIFF":
            return {"compression": "tiff_lzw"}
        case _:
            return {}


if __name__ == "__main__":
    sys.exit(main())
