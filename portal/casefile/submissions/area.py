from portal.casefile.outcomes import LETTERS
from portal.casefile.reprisals import REPRISALS
from portal.casefile.submissions import receipts
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.web.area import Area

AREA = Area(
    name="received",
    package=__package__,
    read_models=(SUBMISSIONS, REPRISALS, LETTERS),
    kept=(receipts.tables,),
    erasable={
        "submission": (
            "Everything restricted in this submission: who is affected, what happened, who is said "
            "to be responsible, questions and answers, notes, and the files that came with it."
        ),
        "source": "Who the source is: name, address, and for whom it was filed.",
    },
)
