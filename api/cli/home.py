"""The installation a command works on, and on whose behalf."""

from api.observing.setup import install_logging
from api.settings import read_settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Viewer


def application() -> Application:
    settings = read_settings()
    install_logging(settings)
    return open_application(settings)


def organizer() -> tuple[Application, Viewer]:
    """Whoever can run commands on the machine is its organizer, with accounts or without: they could read its files, too."""
    return application(), LOCAL_ORGANIZER


def administrator() -> tuple[Application, Viewer]:
    """Whoever can run commands on the machine looks after its accounts."""
    return application(), LOCAL_ADMINISTRATOR


def auditor() -> tuple[Application, Viewer]:
    """Whoever can run commands on the machine may read the trail that it keeps."""
    return application(), Viewer(account="local", role=Role.AUDITOR)
