"""The debrief of a mission as data: sections E.2 and E.6 of visits-recommendations-knowledge.md."""

from typing import Final

from shared.reference.schemes import CLAUSES

VALUES: Final = tuple(CLAUSES.values)
"""How a clause of the terms of reference held: respected, with difficulty, breached, not tested."""
BREACHED: Final = "breached"
ATTENDED: Final = ("holder", "officer", "desk", "branch", "field", "coordinator")
"""Who takes part in a debrief, of those that are invited: offices, and nobody's name."""
MOST_VERSIONS: Final = 20
MOST_DRAFTS: Final = 200
"""So often a draft is kept before its version is."""
MOST_PARTS: Final = 50
"""So often the part of the country team is written."""
