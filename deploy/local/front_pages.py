"""``python -m deploy.local.front_pages``: what the front says by itself, in each language.

The front has to be there before all else and stays small, so it does not load what translates: the
pages stand in a file beside it, which this makes from the catalogues.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from portal.web.bare import AWAY, POLICY, TOO_LARGE, page
from portal.web.i18n.languages import ready

FILE: Final = Path(__file__).with_suffix(".json")
AGAIN: Final = 3  # seconds


def made() -> Mapping[str, object]:
    """Return the policy of the pages, and by what is said each page by language."""
    codes = [one.code for one in ready()]
    # A form that was sent must not be replaced by an empty one: only pages come back alone.
    return {
        "policy": POLICY,
        "away": {one: page(*AWAY, language=one, form=False, again=AGAIN) for one in codes},
        "away after a form": {one: page(*AWAY, language=one, form=True) for one in codes},
        "too large": {one: page(*TOO_LARGE, language=one, form=True) for one in codes},
    }


def written() -> str:
    return json.dumps(made(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    FILE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
