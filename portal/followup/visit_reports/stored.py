from sqlalchemy import select

from portal.followup.visit_reports.filed import files
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.web.stored import Stored

_GONE = select(files.c.object_name, files.c.gone_at.label("since")).where(
    files.c.gone_at.is_not(None)
)
"""Files that were replaced or taken back: none of them comes back."""
STORED = Stored(read_models=(VISIT_REPORTS,), objects=(files.c.object_name,), given_up=(_GONE,))
