from portal.letters.statements.read_model import STATEMENTS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(STATEMENTS,),
)
