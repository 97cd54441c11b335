from portal.public.documents.read_model import LIBRARY, files
from portal.web.stored import Stored

STORED = Stored(read_models=(LIBRARY,), objects=(files.c.object_name,))
