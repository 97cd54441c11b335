"""The country assessment of a visit as data: its parts, and what the lines of each can be.

visits-recommendations-knowledge.md section E.5. Part 10, the history of reprisals, is in no
assessment: it is a leaf of its own, for the group of each case. What was published is in part 7.
"""

from typing import Final

PARTS: Final = (
    *("visit", "state", "letters", "visits", "treaty_bodies", "upr", "un", "contributions"),
    "consult",
)
CONSULT: Final = "consult"
"""Whom to consult, and how to reach them safely: for those who work for the mandate alone."""
KINDS: Final = (
    *("dates", "terms", "mandate", "region", "invitation", "coverage", "nhri"),
    *("letters", "types", "grades", "listed", "letter"),
    *("visit", "themes", "recommendation"),
    *("document", "review", "upr_theme", "contribution", "reprisal", "past_visit"),
)
"""What a generated line can be. Whatever is published is named, and said anew each time."""
INSIDE: Final = ("dates", "terms")
"""Not public before the holder or a statement says it, so in no version for partners (VR1)."""
YEARS: Final = 5
"""Years of letters that an assessment looks back on, with the present one."""
LISTED: Final = 300
"""Lines of one kind in a version, the newest: the register has all."""
MOST_LINES: Final = 2_000
MOST_ENTRIES: Final = 200
MOST_VERSIONS: Final = 100
"""For each audience: every decision reads all of them."""
MOST_COPIES: Final = 40
"""Copies on paper that are made for others, of one version for partners."""
LONGEST: Final = 2_000  # characters of what a generated line says
BYTES_OF_ENTRIES: Final = 450_000
BYTES_TO_CONSULT: Final = 150_000
BYTES_OF_LINES: Final = 300_000
"""All three together stay under a megabyte: a version is one fact with all of them."""
