from portal.followup.clusters import changing, demo, views
from portal.web.area import Area, Part

AREA = Area(
    name="clusters",
    package=__package__,
    blueprints=(views.bp, changing.bp),
    parts=(
        Part("recommendations.index", 20, "clusters/_of_index.html"),
        Part("recommendations.detail", 5, "clusters/_recommendation.html"),
    ),
    demo=demo.tell,
    erasable={
        "recommendationcluster": "The name of this group of recommendations. The recommendations "
        "stay in it.",
    },
)
