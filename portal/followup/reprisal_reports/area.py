from portal.followup.reprisal_reports import views
from portal.web.area import Area, Part, Place
from portal.web.pools import FILING
from shared.reference.reprisals import TELLERS

AREA = Area(
    name="reprisal_reports",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(168, "Report a reprisal", "reprisalreports.by_account", TELLERS),),
    parts=(
        Part("channel.reprisal", 10, "reprisal_reports/_by_code.html"),
        Part("submissions.reprisal", 10, "reprisal_reports/_of_submission.html"),
        Part("myvisits.show", 16, "reprisal_reports/_of_partner.html"),
    ),
    pools={"reprisalreports.by_account": FILING, "reprisalreports.of_submission": FILING},
)
