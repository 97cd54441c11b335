from portal.public.corpus.read_model import CORPUS, sheets
from portal.web.stored import Stored

STORED = Stored(read_models=(CORPUS,), objects=(sheets.c.object_name,))
