"""The installation a command works on, and on whose behalf."""

from api.settings import read_settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Viewer


def application() -> Application:
    return open_application(read_settings())


def organizer() -> tuple[Application, Viewer]:
    """Whoever can run commands on the machine is the organizer of an installation without accounts."""
    return application(), LOCAL_ORGANIZER
