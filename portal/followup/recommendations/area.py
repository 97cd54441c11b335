from portal.followup.recommendations import (
    deciding,
    evidence,
    informed,
    marked,
    proposing,
    published_information,
    reviewing,
    searches,
    several,
    sight,
)
from portal.web.area import Area, Part, Place

AREA = Area(
    name="recommendations",
    package=__package__,
    blueprints=(
        marked.bp,
        evidence.bp,
        informed.bp,
        published_information.bp,
        searches.bp,
        several.bp,
        deciding.bp,
        reviewing.bp,
        proposing.bp,
    ),
    places=(Place(160, "Recommendations", "recommendations.index", frozenset(sight.READERS)),),
    parts=(
        Part("recommendations.grading", 4, "recommendations/_proposals.html"),
        Part("recommendations.grading", 5, "recommendations/_review.html"),
        Part("recommendations.index", 35, "recommendations/_reviews_of_index.html"),
        Part("recommendations.index", 36, "recommendations/_decisions_of_index.html"),
        Part("recommendations.index", 37, "recommendations/_proposals_of_index.html"),
        Part("work.mandate", 17, "recommendations/_reviews.html"),
        Part("work.mandate", 18, "recommendations/_decisions.html"),
        Part("work.mandate", 19, "recommendations/_proposals_waiting.html"),
        Part("work.waiting", 85, "recommendations/_reviews.html"),
        Part("work.waiting", 86, "recommendations/_decisions.html"),
        Part("work.waiting", 87, "recommendations/_proposals_waiting.html"),
    ),
    erasable={
        "recommendation": (
            "The text of this recommendation in each version, names of addressees, also of those "
            "that were proposed and why, what was said "
            "of its implementation, with its files, the name to show beside it and why it was "
            "withheld, and of its end, and assessments. Words that were made public stay until "
            "they are taken back."
        ),
    },
)
