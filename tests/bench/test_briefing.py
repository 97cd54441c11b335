"""The briefing of a week with 10,000 events, after two years of others, is there in time.

That is in under five seconds, and an act on one item in under one, on both databases.
"""

from tests.bench import briefing
from tests.bench.report import AIM_ACT, AIM_BRIEFING


def test_a_week_with_ten_thousand_events_is_proposed_in_under_five_seconds() -> None:
    for name, one in briefing.measured(
        events=10_000, before=15_000, requests=1, durable=False
    ).items():
        for page, aim in zip(briefing.PAGES, (AIM_BRIEFING, AIM_ACT), strict=True):
            assert one["pages"][page]["p95_ms"] < aim, (name, page)
