"""``python -m tests.capacity``: simulate, and print; ``--write``: into docs/capacity.md."""

import sys

from tests.capacity.report import DOCUMENT, document, text


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        DOCUMENT.write_text(document(), encoding="utf-8")
    else:
        sys.stdout.write(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
