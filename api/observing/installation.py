"""What is read from the installation at the moment somebody asks for metrics: database, jobs, workers, backups, models, disk."""

import shutil
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.doctor.records import last_backup
from api.wiring import Application
from data.stores import DatabaseDamaged, DatabaseUnavailable
from data.tables import HEAD
from matching.records import LOCAL_ADMINISTRATOR
from models.folders import ArtefactError


class Installation(Collector):
    """The state of an installation as gauges. A database that does not answer, or is damaged, is `tongtu_database_up 0`."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def describe(self) -> Iterator[Metric]:
        """Nothing: what there is to tell depends on what answers."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        yield _one("tongtu_build_info", "The program and the schema it needs", 1, version=version("tongtu"), schema=HEAD)
        yield from self._models()
        yield _one("tongtu_disk_free_bytes", "Room left where the home is", shutil.disk_usage(self._app.settings.home).free)
        up = 1
        try:
            yield from list(self._records())
        except (DatabaseDamaged, DatabaseUnavailable):
            up = 0
        yield _one("tongtu_database_up", "Whether the database answers", up)

    def _models(self) -> Iterator[Metric]:
        """Names of versions only; nothing is loaded that is not loaded yet."""
        from models.registry import version_in_use

        info = GaugeMetricFamily("tongtu_model_info", "The version in use of each learned part", labels=("part", "version"))
        try:
            info.add_metric(("ranker", version_in_use(self._app.settings.models) or "hand-weighted"), 1)
        except ArtefactError:
            info.add_metric(("ranker", "broken"), 1)
        if "encoder" in vars(self._app):
            info.add_metric(("encoder", self._app.encoder.version), 1)
        yield info

    def _records(self) -> Iterator[Metric]:
        app = self._app
        used = app.database.pool()
        pool = GaugeMetricFamily("tongtu_database_connections", "Connections of this process's pool, by state", labels=("state",))
        for state, count in (("used", used.used), ("idle", used.idle), ("most", used.most)):
            pool.add_metric((state,), count)
        yield pool
        with app.database.read(LOCAL_ADMINISTRATOR) as stores:
            queue = stores.queue.facts(LOCAL_ADMINISTRATOR)
        jobs = GaugeMetricFamily("tongtu_jobs", "Jobs kept, by kind and state", labels=("kind", "state"))
        for (kind, state), count in sorted(queue.counts.items()):
            jobs.add_metric((kind, state), count)
        yield jobs
        waited = queue.waited.total_seconds()
        yield _one("tongtu_job_queue_age_seconds", "How long the job that is due longest has waited", waited)
        yield _one("tongtu_workers", "Workers that look for jobs", queue.workers)
        backed_up = last_backup(app)
        if backed_up is not None:
            age = max((app.clock() - backed_up).total_seconds(), 0.0)
            yield _one("tongtu_backup_age_seconds", "Since the last backup", age)


def _one(name: str, what: str, value: float, **labels: str) -> Metric:
    found = GaugeMetricFamily(name, what, labels=tuple(labels))
    found.add_metric(tuple(labels.values()), value)
    return found
