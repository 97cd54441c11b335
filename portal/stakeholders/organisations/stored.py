from portal.stakeholders.organisations.law_model import LAWS
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from portal.stakeholders.organisations.tables import tables
from portal.web.stored import Stored

STORED = Stored(
    read_models=(ORGANISATIONS, LAWS),
    kept=(tables,),
)
