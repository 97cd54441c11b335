"""A receipt is given before a service is asked, so the service must not reject the command."""

import pytest
from sqlalchemy import select

from deploy.local.testing import Platform
from portal.web.delivery.outbox import outbox
from shared.platform.tables import make_engine

pytestmark = pytest.mark.live


def test_no_service_refuses_what_the_demonstration_got_receipts_for(platform: Platform) -> None:
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        with engine.connect() as conn:
            rows = conn.execute(select(outbox.c.type, outbox.c.refused)).all()
    finally:
        engine.dispose()
    assert rows
    assert [row for row in rows if row.refused is not None] == []
