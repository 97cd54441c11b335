from portal.stakeholders.dialogues.read_model import DIALOGUES
from portal.web.stored import Stored

STORED = Stored(read_models=(DIALOGUES,))
