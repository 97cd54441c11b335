from portal.web.area import Area

AREA = Area(name="approval", package=__package__)
