"""Nobody outside learns from any page, count or feed what the sources of a visit were told (M14).

A page shows what is in tables. So no table of anybody else changes with a telling, no service but
that of the mission does anything about it, and no other area reads its tables.
"""

import re
from pathlib import Path

from portal.app.packages import values
from portal.followup.tellings.read_model import TELLINGS
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.telling import MarkSourcesTold
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_tellings import SourcesDraftKept, SourcesTold
from tests.followup.tellings import KEPT, TOLD
from tests.support.reprisal_cases import published


def test_no_table_of_anybody_else_changes_with_a_telling() -> None:
    assert not {SourcesDraftKept, SourcesTold} & FOLLOWUP.feed.keys()
    arrived = [published(fact, "missionsources-1", n) for n, fact in enumerate((KEPT, TOLD), 1)]
    every = [one for stored in values("stored") for one in stored.read_models]
    others = [one for one in every if FOLLOWUP in one.contracts and one is not TELLINGS]
    assert len(others) > 5
    for one in others:
        assert not [fact for fact in arrived if list(one.project(fact))], one.consumer
    for service in (INTAKE_SERVICE, APPROVALS_SERVICE, STAKEHOLDERS_SERVICE):
        assert not [fact for fact in (KEPT, TOLD) if list(service.react(fact))], service.name
    assert [type(one) for one in FOLLOWUP_SERVICE.react(TOLD)] == [MarkSourcesTold]


def test_no_other_area_reads_its_tables() -> None:
    own = Path("portal/followup/tellings")
    reads = {
        str(path)
        for path in Path("portal").rglob("*.py")
        if own not in path.parents and re.search(r"followup[./]tellings\b", path.read_text())
    }
    assert reads == {"portal/app/packages.py", "portal/homes/notices/partnering.py"}
