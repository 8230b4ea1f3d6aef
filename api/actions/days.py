"""On which day the rules of an event are read."""

from datetime import date

from api.wiring import Application
from matching.records import Event


def rules_day(app: Application, event: Event) -> date:
    """The day of the event; today where it has none or is over. Ages, licences and the law are those of that day."""
    return app.today if event.on is None else max(app.today, event.on)
