"""The README shows what ``make pictures`` takes, in its sizes."""

import io
import random
import re
from pathlib import Path

from PIL import Image

from tests.support.screens import BYTES, PICTURES, SCREENS, small

README = Path("README.md")


def test_the_readme_shows_every_picture_that_is_taken_and_no_other() -> None:
    shown = re.findall(r"docs/pictures/(\w+)\.png", README.read_text())
    assert sorted(shown) == sorted(screen.name for screen in SCREENS)
    assert sorted(shown) == sorted(file.stem for file in PICTURES.iterdir())


def test_each_picture_has_its_size() -> None:
    for screen in SCREENS:
        with Image.open(PICTURES / f"{screen.name}.png") as found:
            assert found.size == (screen.width, screen.height), screen.name


def test_a_picture_of_many_colours_becomes_small_enough_and_keeps_its_size() -> None:
    chance = random.Random(7)  # nothing secret
    drawn = Image.new("RGB", (390, 300))
    drawn.putdata([tuple(chance.randbytes(3)) for _ in range(390 * 300)])
    written = io.BytesIO()
    drawn.save(written, "PNG")
    assert written.tell() > BYTES
    fewer = small(written.getvalue())
    assert len(fewer) <= BYTES
    with Image.open(io.BytesIO(fewer)) as found:
        assert found.size == (390, 300)
