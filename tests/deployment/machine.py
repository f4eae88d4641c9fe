"""Run the portal on this machine as its README says: PostgreSQL, Redis, nginx, two web processes, a worker.

What is started is read from the very files beside this one; only ports, folders and the database differ. It takes the
place of systemd, and gives `rolling-restart` a `systemctl` and an `nginx` of its own.
"""

import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

from sqlalchemy import create_engine, text

from portal.core.config import new_field_key
from tests.with_postgresql import free_port, postgresql

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WEB, WORKER = ("portal-web@8001", "portal-web@8002"), "portal-worker"

Process = subprocess.Popen[bytes]


@dataclass
class Machine:
    """A running deployment."""

    folder: Path
    ports: dict[str, int]  # as the files name them, and as they are here
    settings: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the public comes in."""
        return f"https://127.0.0.1:{self.ports['443']}"

    @property
    def log(self) -> str:
        """Return what nginx wrote about requests."""
        return (self.folder / "log" / "access.log").read_text(encoding="utf-8")

    def port_of(self, unit: str) -> int:
        """Return the port a web process listens at."""
        return self.ports[unit.partition("@")[2]]

    def start(self, unit: str) -> None:
        """Start a unit as systemd would."""
        template, _, instance = unit.partition("@")
        file = HERE / (f"{template}@.service" if instance else f"{template}.service")
        words = _words_of(file)
        here = str(self.ports[instance]) if instance else ""
        command = shlex.split(self.adapted(words["ExecStart"].replace("%i", here)))
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.settings}
        environment |= dict([words["Environment"].replace("%i", here).split("=")]) if "Environment" in words else {}
        notified = self._listen_for(unit) if words.get("Type") == "notify" else None
        if notified:
            environment["NOTIFY_SOCKET"] = notified.getsockname()
        with (self.folder / "log" / f"{unit}.log").open("ab") as log:
            self.processes[unit] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        if notified:
            assert notified.recv(64) == b"READY=1"
            notified.close()

    def stop(self, unit: str) -> int:
        """Tell a unit to end, and return what it said."""
        process = self.processes.pop(unit)
        process.send_signal(signal.SIGTERM)
        return process.wait(40)

    def kill(self, unit: str) -> None:
        """Kill a unit with all its processes, as a machine that loses its power does."""
        process = self.processes.pop(unit)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)

    def adapted(self, content: str) -> str:
        """Return what a file says with the folders and ports of this machine."""
        for there, here in (
            ("/opt/portal/.venv/bin", str(Path(sys.executable).parent)),
            ("/opt/portal", str(ROOT)),
            ("/var/lib/portal", str(self.folder / "data")),
            ("/var/cache/nginx", str(self.folder / "cache")),
            ("/var/log/nginx", str(self.folder / "log")),
            ("/run/nginx.pid", str(self.folder / "nginx.pid")),
            ("/etc/nginx/portal-web.conf", str(self.folder / "portal-web.conf")),
            ("/etc/portal", str(self.folder)),
            ("user www-data;", f"user {getuser()};"),
        ):
            content = content.replace(there, here)
        named = "|".join(self.ports)
        return re.sub(rf"(?<=[: ])({named})(?=[ ;/,]|$)", lambda port: str(self.ports[port[1]]), content, flags=re.M)

    def flask(self, *arguments: str) -> str:
        """Run a command of the portal and return what it printed."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        environment = {**os.environ, **self.settings}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rolling_restart(self) -> None:
        """Run the script that operators run."""
        script = self.folder / "rolling-restart"
        script.write_text(self.adapted((HERE / "rolling-restart").read_text(encoding="utf-8")), encoding="utf-8")
        environment = {**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        done = subprocess.run(["sh", str(script)], env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr

    def _listen_for(self, unit: str) -> socket.socket:
        path = self.folder / f"{unit}.notify"
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(str(path))
        listener.settimeout(120)
        return listener


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Start everything for as long as the block runs."""
    with postgresql() as address:
        running = _make(folder, address)
        control = _systemctl(running)
        try:
            running.flask("init")
            for unit in (*WEB, WORKER):
                running.start(unit)
            for unit in WEB:
                wait_for(f"http://127.0.0.1:{running.port_of(unit)}/readyz")
            _start_nginx(running)
            wait_for(f"{running.address}/readyz")
            yield running
        finally:
            control.shutdown()
            control.server_close()
            for name in [*running.processes]:
                running.stop(name)


def wait_for(address: str) -> None:
    """Wait until an address answers well."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - our own certificate

    def answers() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=30, context=trusting):  # noqa: S310 - our own server
                return True
        except OSError:
            return False

    wait_until(answers)


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something is so, however slow the machine is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def _make(folder: Path, database: str) -> Machine:
    ports = {name: free_port() for name in ("80", "443", "6379", "8001", "8002", "9101")}
    ports["5432"] = int(database.rpartition(":")[2].partition("/")[0])
    running = Machine(folder, ports, {})
    for name in ("data", "cache", "log", "tls", "bin"):
        (folder / name).mkdir()
    admin = create_engine(database, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE portal"))
    admin.dispose()
    running.settings = {
        **dict(_lines(running.adapted((HERE / "settings.env").read_text(encoding="utf-8")))),
        "PORTAL_BASE_URL": running.address,
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_FIELD_KEYS": new_field_key(),
    }
    redis = ["redis-server", "--bind", "127.0.0.1", "--port", str(ports["6379"]), "--save", "", "--dir", str(folder)]
    with (folder / "log" / "redis.log").open("wb") as log:
        running.processes["redis"] = subprocess.Popen(redis, stdout=log, start_new_session=True)
    return running


def _start_nginx(running: Machine) -> None:
    folder = running.folder
    key, certificate = folder / "tls" / "key.pem", folder / "tls" / "certificate.pem"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*request, "-keyout", str(key), "-out", str(certificate)], check=True, stderr=subprocess.DEVNULL)
    for name in ("nginx.conf", "portal-web.conf"):
        (folder / name).write_text(running.adapted((HERE / name).read_text(encoding="utf-8")), encoding="utf-8")
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert program is not None, "nginx is missing: .ci/system-packages test"
    command = [program, "-e", str(folder / "log" / "start.log"), "-c", str(folder / "nginx.conf")]
    (folder / "bin" / "nginx").write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    (folder / "bin" / "nginx").chmod(0o755)
    running.processes["nginx"] = subprocess.Popen([*command, "-g", "daemon off;"], start_new_session=True)


def _systemctl(running: Machine) -> socketserver.ThreadingUnixStreamServer:
    """Let a script restart units by the name of `systemctl`."""

    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            verb, unit = self.rfile.readline().decode().split()
            assert verb == "restart"
            named = next((name for name in WEB if unit.endswith(str(running.port_of(name)))), unit)
            assert running.stop(named) == 0
            running.start(named)
            self.wfile.write(b"done")

    path = running.folder / "systemctl.socket"
    server = socketserver.ThreadingUnixStreamServer(str(path), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    program = running.folder / "bin" / "systemctl"
    program.write_text(
        f"#!{sys.executable}\nimport socket, sys\n"
        f"line = socket.socket(socket.AF_UNIX)\nline.connect({str(path)!r})\n"
        "line.sendall((' '.join(sys.argv[1:]) + '\\n').encode())\nsys.exit(line.recv(9) != b'done')\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return server


def _words_of(unit: Path) -> dict[str, str]:
    return dict(_lines(unit.read_text(encoding="utf-8")))


def _lines(content: str) -> Iterator[tuple[str, str]]:
    for line in content.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name, value
