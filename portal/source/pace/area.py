from portal.web.area import Area

AREA = Area(name="pace", package=__package__)
