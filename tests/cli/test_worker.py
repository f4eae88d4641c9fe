"""The worker: what it is asked for through Redis, what it does without, and how it ends."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.core import jobs
from portal.core.bell import Bell
from tests.with_postgresql import free_port


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own."""
    port, folder = free_port(), str(tmp_path_factory.mktemp("redis"))
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not _listens(port):
        assert server.poll() is None
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(60)


@pytest.fixture
def runs(real_app: Flask) -> threading.Semaphore:
    """A job of our own that counts its runs."""
    runs = threading.Semaphore(0)
    real_app.extensions["jobs"] = [jobs.Job("count", timedelta(days=1), runs.release)]
    return runs


@pytest.fixture
def restored() -> Iterator[None]:
    """Give the signals back to the tests."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def run_worker(app: Flask, redis_url: str | None, meanwhile: Callable[[], object], *options: str) -> str:
    """Run the command until `meanwhile` is over, and return what it said."""
    app.config["PORTAL"] = replace(app.config["PORTAL"], jobs="worker", redis_url=redis_url)

    def end() -> None:
        try:
            meanwhile()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    ending.start()
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["worker", *options])
    ending.join()
    assert done.exit_code == 0, done.output
    return done.output


def test_does_at_once_what_a_web_process_asks_for(
    real_app: Flask, runs: threading.Semaphore, redis_url: str, restored: None
) -> None:
    asked_again = []

    def ask() -> None:
        assert runs.acquire(timeout=60)  # it was due
        Bell(redis_url).ring("count")
        Bell(redis_url).ring("unknown")  # of a later release: nobody minds
        asked_again.append(runs.acquire(timeout=60))

    assert "at work" in run_worker(real_app, redis_url, ask)
    assert asked_again == [True]


def test_shows_what_was_done_and_what_waits(real_app: Flask, restored: None) -> None:
    port, seen = free_port(), []
    done = threading.Event()
    real_app.extensions["jobs"] = [jobs.Job("count", timedelta(days=1), done.set, waiting=lambda: 7)]

    def look() -> None:
        assert done.wait(60)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            seen.append(answer.read().decode())

    run_worker(real_app, None, look, "--metrics-port", str(port))

    assert 'portal_jobs_waiting{job="count"} 7.0' in seen[0]
    assert "portal_job_runs_total" in seen[0]


@pytest.mark.parametrize("redis", [None, "redis://127.0.0.1:1/0"], ids=["without Redis", "Redis is gone"])
def test_does_what_is_due_without_redis(
    real_app: Flask, runs: threading.Semaphore, redis: str | None, restored: None
) -> None:
    done = []

    run_worker(real_app, redis, lambda: done.append(runs.acquire(timeout=60)))

    assert done == [True]


def test_tells_systemd_how_it_goes(
    real_app: Flask, runs: threading.Semaphore, restored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        heard: list[bytes] = []

        run_worker(real_app, None, lambda: heard.extend(systemd.recv(64) for _word in range(2)))

        while not heard[-1].startswith(b"STOPPING"):
            heard.append(systemd.recv(64))
    assert heard[:2] == [b"READY=1", b"WATCHDOG=1"]


def test_says_that_a_piece_was_left(real_app: Flask, restored: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        end.wait(60)

    real_app.extensions["jobs"] = [jobs.Job("slow", timedelta(days=1), work)]
    monkeypatch.setattr(jobs.Runner.stop, "__defaults__", (0.1,))

    said = run_worker(real_app, None, lambda: begun.wait(60))

    end.set()
    assert "done again" in said


def test_bell_is_silent_for_a_while_where_redis_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell("redis://127.0.0.1:1/0")

    bell.ring("count")
    bell.ring("count")

    assert len(caplog.records) == 1
