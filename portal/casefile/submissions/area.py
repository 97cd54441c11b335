from portal.web.area import Area

AREA = Area(
    name="received",
    package=__package__,
    erasable={
        "submission": (
            "Everything restricted in this submission: who is affected, what happened, who is said "
            "to be responsible, questions and answers, notes, and the files that came with it."
        ),
        "source": "Who the source is: name, address, and for whom it was filed.",
    },
)
