"""The known subject of a letter: a reprisal, or anything else."""

from dataclasses import replace

from sqlalchemy import Engine

from portal.casefile.reprisals import REPRISALS
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.core.message import derive_id
from tests.support.approvals import fact_from
from tests.support.letters import drafted
from tests.support.portal import Clock
from tests.support.ready import ready
from tests.support.submissions import received


def known(
    engine: Engine, *communication_ids: str, reprisal: bool = False, state: str = "CHE"
) -> None:
    """Let it be known of these letters whether the submission behind them is about a reprisal."""
    (applier,) = ready(engine, [REPRISALS])
    for n, communication_id in enumerate(communication_ids, 1):
        behind = str(derive_id("behind", communication_id))
        filed = replace(received(behind, state=state), reprisal=reprisal)
        [letter, *_] = drafted(communication_id, submission_id=behind)
        applier.apply([fact_from(filed, n, "case", INTAKE, Clock())])
        applier.apply([fact_from(letter, n, "case", APPROVALS, Clock())])
