"""Spans: what they are called and what they say, as a collector gets them; none without a collector."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from api.actions.jobs import enqueue_job
from api.jobs.worker import Worker
from api.observing.tracing import install_tracing, span, use_tracer
from api.settings import Settings, SettingsError
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import HERE, LOOPBACK, open_copy
from tests.api.web import Web

NAME = "欧阳明月"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    use_tracer(provider.get_tracer("test"))
    yield kept
    use_tracer(None)


def told(one: ReadableSpan) -> tuple[str, dict[str, object]]:
    return one.name, dict(one.attributes or {})


def test_a_request_is_a_span_by_its_template(town: Application, spans: InMemorySpanExporter) -> None:
    TestClient(Web(town), base_url=HERE, client=LOOPBACK).get(f"/people/{NAME}?q={NAME}", headers={"user-agent": "x"})
    assert [told(one) for one in spans.get_finished_spans()] == [
        ("request", {"tongtu.method": "GET", "tongtu.route": "/people/{candidate}", "tongtu.status": 404})
    ]


def test_a_job_its_stages_and_the_parts_of_a_match_are_spans(built_town: Path, tmp_path: Path, spans: InMemorySpanExporter) -> None:
    app = open_copy(built_town, tmp_path)
    enqueue_job(app, LOCAL_ORGANIZER, "match", {"event": "autumn-2027"}, "k")
    Worker(app).work(0, once=True)
    found = spans.get_finished_spans()
    called = {one.context.span_id: one.name for one in found if one.context is not None}
    below = [called.get(one.parent.span_id) if one.parent else None for one in found]
    tree = [(one.name, (one.attributes or {}).get("tongtu.stage"), of) for one, of in zip(found, below, strict=True)]
    assert sorted(tree, key=str) == [
        ("job", None, None),
        ("pre-match", "compare", "job"),
        ("pre-match", "load", "job"),
        ("pre-match", "save", "job"),
        ("stage", "loading", "job"),
        ("stage", "matching", "pre-match"),
    ]


def test_an_error_is_told_by_its_type(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match=NAME), span("job", kind="match", who=NAME):
        raise ValueError(NAME)
    (one,) = spans.get_finished_spans()
    assert told(one) == ("job", {"tongtu.kind": "match", "error.type": "ValueError"})
    assert (one.events, one.status.description) == ((), None)


def test_without_a_collector_there_are_none() -> None:
    with span("job", kind="match") as add:
        add(state="done")


def test_an_address_without_the_packages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match=r"pip install -c constraints\.txt '\.\[tracing\]'"):
        install_tracing(Settings(home=tmp_path, database_url="sqlite:///x", traces="http://127.0.0.1:4318"))
