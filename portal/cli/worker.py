"""Do the jobs in a process of their own: ``flask --app wsgi worker``."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import click
from flask import Flask, current_app
from prometheus_client import REGISTRY, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis import RedisError

from portal.core.bell import Bell
from portal.core.jobs import Job, Runner

log = logging.getLogger(__name__)

_LISTENS_SECONDS = 1


@click.command()
@click.option("--metrics-port", type=int, help="Show counts at this port of 127.0.0.1.")
def worker(metrics_port: int | None) -> None:
    """Do the jobs until told to stop (SIGTERM), and finish the piece in hand first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: stop.set())
    if metrics_port is not None:
        REGISTRY.register(Waiting(app))
        start_http_server(metrics_port, addr="127.0.0.1")
    runner = Runner(app)
    runner.start()
    _tell_systemd("READY=1")
    click.echo("the worker is at work", err=True)
    _listen(app.config["PORTAL"].redis_url, runner, stop)
    _tell_systemd("STOPPING=1")
    if not runner.stop():
        click.echo("a piece of work was left; it is done again", err=True)


class Waiting(Collector):
    """How many pieces of work wait, counted when somebody looks."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def describe(self) -> list[GaugeMetricFamily]:
        """Name what is counted, without looking."""
        return [_gauge()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count."""
        jobs: list[Job] = self._app.extensions["jobs"]
        gauge = _gauge()
        with self._app.app_context():
            for job in jobs:
                if job.waiting is not None:
                    gauge.add_metric([job.name], job.waiting())
        yield gauge


def _gauge() -> GaugeMetricFamily:
    return GaugeMetricFamily("portal_jobs_waiting", "Pieces of work that wait", labels=["job"])


def _listen(redis_url: str | None, runner: Runner, stop: threading.Event) -> None:
    """Pass on what web processes ask for; without Redis, jobs run when they are due."""
    bell = Bell(redis_url, patience=_LISTENS_SECONDS + 4) if redis_url else None
    while not stop.is_set():
        _tell_systemd("WATCHDOG=1")
        if bell is None:
            stop.wait(_LISTENS_SECONDS)
            continue
        try:
            for name in bell.wait(_LISTENS_SECONDS):
                runner.ask(name)
        except RedisError:
            log.warning("Redis does not answer: jobs run when they are due")
            stop.wait(_LISTENS_SECONDS)


def _tell_systemd(word: str) -> None:
    """Say how it goes to systemd, where it started this process and wants to know."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:  # the work matters more
        line.sendto(word.encode(), "\0" + address[1:] if address.startswith("@") else address)
