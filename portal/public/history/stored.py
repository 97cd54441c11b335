from sqlalchemy import func, or_, select

from portal.casefile.history import files, imports, kept
from portal.public.history.read_model import HISTORY
from portal.web.stored import Stored

_GONE = (
    select(
        files.c.object_name,
        func.coalesce(files.c.removed_at, imports.c.undone_at).label("since"),
    )
    .join(imports, imports.c.import_id == files.c.import_id)
    .where(or_(files.c.removed_at.is_not(None), imports.c.undone_at.is_not(None)))
)
"""Files that were removed, and those of imports that were undone."""
STORED = Stored(
    read_models=(HISTORY,), kept=(kept,), objects=(files.c.object_name,), given_up=(_GONE,)
)
