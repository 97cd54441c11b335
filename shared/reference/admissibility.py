"""The points that make a submission admissible, for every mandate: procedure.md section 2.1, A5.

Neither exhausted domestic remedies nor the ratification of a treaty is among them.
"""

STANDARD = (
    "It has the minimum content: who, by whom, when, where, what, and who submits it",
    "It is within the mandate",
    "It is reliable and credible",
    "It is not manifestly unfounded or politically motivated",
    "It is factual",
    "Its language is not abusive",
    (
        "It is submitted in good faith by victims, or by persons with direct or reliable "
        "knowledge of the violations"
    ),
    "It does not rest on reports of mass media alone",
)
"""In words: a fact keeps them as they were asked, so the list can change."""
