"""Run a command beside a PostgreSQL server of its own, which is gone afterwards.

The server's address is in PORTAL_TEST_DATABASE_URL. An address already there is used as it is.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom


def find_program(name: str) -> str:
    """Return the newest server program of this name, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        sys.exit(f"{name} was not found: install the package postgresql")
    return program


# Below those the system gives to outgoing connections, which could take the port of a server while it is started again;
# others for each process of a run, so that no two take the same one.
_OWN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
_PORTS = iter(SystemRandom().sample(range(20_000 + _OWN, 32_000, 8), 1_000))


def free_port() -> int:
    """Return a port nobody listens on, another one each time."""
    for port in _PORTS:
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server for as long as the block runs and yield its address."""
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    port = free_port()
    settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    try:
        if as_user:
            shutil.chown(folder, "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "cwd": folder, "check": True}
        data = str(folder / "data")
        subprocess.run(
            [*as_user, find_program("initdb"), "-D", data, "-A", "trust", "-U", "portal", "-E", "UTF8", "--no-locale"],
            **quiet,
        )
        subprocess.run(
            [*as_user, find_program("pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start"],
            **quiet,
        )
        yield f"postgresql+psycopg://portal@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, find_program("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"],
            stdout=subprocess.DEVNULL,
            cwd="/",
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command given as arguments and return its exit code."""
    if os.environ.get("PORTAL_TEST_DATABASE_URL"):
        return subprocess.run(sys.argv[1:], check=False).returncode
    with postgresql() as address:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "PORTAL_TEST_DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
