"""Start what is measured, each in a process of its own, and read from the kernel what it costs."""

import base64
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.core.config import Config
from tests.with_postgresql import free_port

ROOT = Path(__file__).parent.parent.parent
THREADS = 256  # as `make run` has them
_PROC = Path("/proc")


@dataclass(frozen=True)
class Server:
    """A running server, and the database server beside it where there is one."""

    name: str
    port: int
    pid: int
    database_port: int | None

    def processor_ms(self) -> float:
        """Return the processor time that the server has used so far, all its processes and threads."""
        return sum(map(_thread_ms, _tree(self.pid)))

    def database_ms(self) -> float:
        """Return the processor time that the database server has used so far; 0 where there is none."""
        if self.database_port is None:
            return 0.0
        return sum(sum(map(_thread_ms, _tree(pid))) for pid in _postmasters(self.database_port))

    def memory_mib(self) -> float:
        """Return the resident memory of the largest process: the worker."""
        return max(_resident_kib(pid) for pid in _tree(self.pid)) / 1024


@contextmanager
def serve(name: str, target: str, database_url: str, environment: dict[str, str], *, factory: bool) -> Iterator[Server]:
    """Serve an application by granian, with the same settings for all, until the block ends."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS), "--backlog", "1024"]
    command += ["--no-access-log", "--log-level", "warning", *(["--factory"] if factory else []), target]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PORT": str(port), **environment})
    try:
        _wait_for(port)
        database_port = (
            None if database_url.startswith("sqlite") else int(database_url.rpartition(":")[2].split("/")[0])
        )
        yield Server(name, port, process.pid, database_port)
    finally:
        process.terminate()
        process.wait(20)


def settings(config: Config) -> dict[str, str]:
    """Return the environment in which a server has the settings of an application of ours."""
    keys = ",".join(f"{key.key_id}:{base64.urlsafe_b64encode(key.secret).decode()}" for key in config.field_keys)
    return {
        "PORTAL_DATA_DIR": str(config.data_dir),
        "PORTAL_DATABASE_URL": config.database_url,
        "PORTAL_SECRET_KEY": config.secret_key,
        "PORTAL_FIELD_KEYS": keys,
        "PORTAL_RATE_LIMIT": "off",
    }


def _wait_for(port: int) -> None:
    for _attempt in range(150):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise TimeoutError("the server did not come up")


def _tree(pid: int) -> list[int]:
    """Return a process with all below it."""
    found = [pid]
    for parent in found:
        try:
            children = (_PROC / f"{parent}/task").glob("*/children")
            found += [int(child) for file in children for child in file.read_text().split()]
        except OSError:  # it ended meanwhile
            continue
    return found


def _thread_ms(pid: int) -> float:
    total = 0
    for file in (_PROC / f"{pid}/task").glob("*/schedstat"):
        try:
            total += int(file.read_text().split()[0])
        except OSError:
            continue
    return total / 1e6


def _resident_kib(pid: int) -> int:
    lines = (_PROC / f"{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _postmasters(port: int) -> list[int]:
    found = []
    for folder in _PROC.glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"port={port}".encode() in command and b"-D" in command and b"runuser" not in command:
            found.append(int(folder.name))
    return found
