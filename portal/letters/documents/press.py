"""Sets one letter: a process of its own, so that what setting needs of memory goes with it.

Reads JSON from its input and writes a PDF (PDF/UA-1). Knows nothing of Rapporteur, gets no
environment and reads no file but its template and fonts. Ends with 3 where no font has a letter of
the text; what it cannot set it does not print, because it is a letter's text.
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
