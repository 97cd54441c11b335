"""Typesets one letter in a separate process, which frees its memory when it ends.

It reads JSON from its input and writes a PDF (PDF/UA-1). It knows nothing of Rapporteur, gets no
environment and reads no file but its template and fonts. It exits with 3 if no font has a character
of the text; it never prints what it cannot set, because that is text of a letter.
"""

import json
import sys
from pathlib import Path
from typing import Any

import typst

NO_FONT = 3


def main() -> int:
    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=asked["fonts"])
    if "letter" not in asked:
        sys.stdout.write(json.dumps(fonts.families()))
        return 0
    try:
        sys.stdout.buffer.write(_pdf(asked["letter"], fonts))
    except typst.TypstError as error:
        return NO_FONT if "could not be displayed" in str(error) else 1
    return 0


def _pdf(letter: dict[str, Any], fonts: typst.Fonts) -> bytes:
    return typst.compile(
        Path(__file__).with_name("letter.typ").read_bytes(),
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"letter": json.dumps(letter)},
        pdf_standards=["ua-1"],
        timestamp=letter["at"],
    )


if __name__ == "__main__":
    sys.exit(main())
