from sqlalchemy import select

from portal.public.corpus.read_model import CORPUS, sheets
from portal.web.stored import Stored

_OF_NOBODY = select(sheets.c.object_name, sheets.c.discarded_at.label("since")).where(
    sheets.c.discarded_at.is_not(None)
)

STORED = Stored(read_models=(CORPUS,), objects=(sheets.c.object_name,), given_up=(_OF_NOBODY,))
