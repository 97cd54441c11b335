"""Reprisal cases of a portal that is used (``lived_in``): just reported, followed, and closed."""

from dataclasses import replace

from tests.followup import reprisals as said
from tests.support.long_texts import ARABIC, LONG
from tests.support.portal import Pages
from tests.support.reprisal_cases import ReprisalCases


def cases(portal: Pages) -> None:
    some = ReprisalCases(
        portal.engine,
        portal.vault,
        told=7_200_000,  # after all that was told
        text=f"{ARABIC} {LONG}"[:2_000],
    )
    some.upto(said.REPORTED, imminent=True, relation="law", act="legislation")
    one = some.upto(said.ANSWERED)
    some.tell(
        one,
        said.DOCUMENTED,
        said.SENT,
        replace(said.CONSENTED, answer="conditions", note=said.TEXT),
    )
    some.upto(said.AGREED)
    some.upto(said.CLOSED)
