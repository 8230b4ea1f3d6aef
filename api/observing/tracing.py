"""Spans for a collector of traces: requests, jobs and their stages, the parts of a pre-match. Without one they cost nothing.

OpenTelemetry is used where it is installed and an address is set; its own instruments of web servers and databases are not, since
they record addresses and statements.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from api.observing.lines import FIELDS
from api.settings import Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

Attributes = Callable[..., None]
_tracer: list["Tracer"] = []
_SERVICE: Final = "tongtu"


def install_tracing(settings: Settings) -> None:
    """Sends spans to the address of the settings by OTLP over http; nothing without one.

    Raises SettingsError when the packages for it are not installed.
    """
    if settings.traces is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError:
        raise SettingsError(
            "TONGTU_TRACES: the packages for traces are not installed; in Tongtu's folder run "
            "pip install -c constraints.txt '.[tracing]'"
        ) from None
    provider = TracerProvider(resource=Resource({"service.name": _SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{settings.traces.rstrip('/')}/v1/traces")))
    use_tracer(provider.get_tracer(_SERVICE))


def use_tracer(tracer: "Tracer | None") -> None:
    """The tracer of this process from now on; None: no spans."""
    _tracer[:] = [] if tracer is None else [tracer]


def span(name: str, **fields: str | int | float | None) -> AbstractContextManager[Attributes]:
    """One span around the block; call what it gives to add attributes, of the names that log lines may have.

    An error ends it with the type of the error alone.
    """
    return _traced(name, fields) if _tracer else nullcontext(_nothing)


@contextmanager
def _traced(name: str, fields: Mapping[str, str | int | float | None]) -> Iterator[Attributes]:
    from opentelemetry.trace import StatusCode

    with _tracer[0].start_as_current_span(name, record_exception=False, set_status_on_exception=False) as made:

        def add(**more: str | int | float | None) -> None:
            for key, value in more.items():
                if key in FIELDS and value is not None:
                    made.set_attribute(f"tongtu.{key}", value)

        add(**fields)
        try:
            yield add
        except Exception as error:
            made.set_attribute("error.type", type(error).__qualname__)
            made.set_status(StatusCode.ERROR)
            raise


def open_span(name: str, **fields: str | int | float | None) -> Callable[[], None]:
    """A span that is not tied to a block, below the one that is open now; call what it gives to end it."""
    if not _tracer or not name:
        return _nothing
    made = _tracer[0].start_span(name)
    for key, value in fields.items():
        if key in FIELDS and value is not None:
            made.set_attribute(f"tongtu.{key}", value)
    return made.end


def _nothing(**_fields: str | int | float | None) -> None:
    return None
