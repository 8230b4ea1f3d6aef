"""What an employer calls a person at an event."""

from api.wiring import Application


def alias_of(app: Application, event: str, employer: str, candidate: str) -> str:
    """Eight characters that are others for each employer and event, as `data.stores.stages` makes them."""
    from data.stores.stages import alias_of as made

    return made(app.keys, event, employer, candidate)
