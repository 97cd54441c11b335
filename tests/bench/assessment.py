"""The country assessment and the profile of a State with 2,000 letters and 5,000 recommendations.

Both as pages and as PDFs, on both databases, each whole and in this process.
"""

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from portal.app.read_models import READ_MODELS
from portal.public.register import events
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.support.dossiers import Dossiers, published
from tests.support.missions import MANDATE, STATE, Missions
from tests.support.portal import Pages
from tests.support.ready import ready

PAGE_SECONDS: Final = 2.0
PDF_SECONDS: Final = 15.0


def measured(
    *, letters: int, recommendations: int, requests: int, durable: bool = True
) -> dict[str, Any]:
    """``recommendations``: so many published by mandates, and so many of other mechanisms."""
    return {
        name: {
            "letters": letters,
            "recommendations": recommendations,
            "pages": _of(built, letters, recommendations, requests),
        }
        for name, built in databases(durable=durable)
    }


def _of(built: Pages, letters: int, recommendations: int, requests: int) -> dict[str, Any]:
    ready(built.engine, READ_MODELS)
    published(
        built.engine,
        day_of(built.clock()),
        letters_=letters,
        recommendations_=recommendations,
        mechanisms=recommendations,
        state=STATE,
    )
    missions = Missions(built.engine, built.vault, built.clock())
    missions.hear(ahead=90)
    dossiers = Dossiers(built, missions)
    holder = built.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({MANDATE}))
    here = f"/missions/{missions.mission_id}/assessment"
    holder.post(f"{here}/issue", {"command_id": missions.mission_id, "seen": "0"})
    dossiers.asked()
    pages: Mapping[str, str] = {
        "the assessment as it stands": here,
        "a version": f"{here}/team/1",
        "a version as PDF": f"{here}/team/1.pdf",
        "the profile": f"/en/register/states/{STATE}",
        "the profile as PDF": f"/en/register/states/{STATE}/briefing.pdf",
    }
    return {name: _measured(holder, path, requests) for name, path in pages.items()}


def _measured(reader: Any, path: str, requests: int) -> dict[str, Any]:
    """Each time as the first one: nothing of the State is in memory yet."""
    latencies: list[float] = []
    used, began = time.process_time(), time.perf_counter()
    for _ in range(requests):
        events._kept.clear()  # as no page can
        at = time.perf_counter()
        answer = reader.get(path)
        latencies.append(time.perf_counter() - at)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    cpu = {"page": time.process_time() - used}
    return asdict(rate(latencies, time.perf_counter() - began, cpu))
