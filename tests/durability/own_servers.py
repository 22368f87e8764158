"""Servers of our own that may be killed: a cluster of PostgreSQL and a MariaDB, in a folder, on a port of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest

__all__ = ["OwnServer", "own_server"]

_WAIT: Final = 60.0  # seconds for a server to answer


def _program(name: str, *folders: Path) -> str:
    """A program's path; skips where it is not installed."""
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath)]))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class OwnServer:
    """A server that is started, killed and started again.

    Args:
        folder: A folder for its data.
        user: As whom it runs where we are root.
        url: The URL of its store, with ``{port}`` in it.
    """

    def __init__(self, folder: Path, user: str, url: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = url.format(port=self.port)
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(folder, user)
            self._as = {"user": user, "group": user, "extra_groups": []}
        self._process: subprocess.Popen[bytes] | None = None
        self.command: Sequence[str] = ()

    def run(self, *command: str) -> None:
        """Runs a program as the server's user."""
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self._as)

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, **self._as
            )
        until = time.monotonic() + _WAIT
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as link:
                link.settimeout(1)
                if self._answers(link):
                    return
            time.sleep(0.05)
        pytest.fail(f"the server did not come up again:\n{(self.folder / 'server.log').read_text()[-2000:]}")

    def _answers(self, link: socket.socket) -> bool:
        """Whether it is past its recovery: MariaDB greets then; PostgreSQL asks for no password then."""
        if "postgresql" not in self.url:
            return bool(link.recv(1))
        hello = b"\0\3\0\0user\0postgres\0database\0postgres\0\0"
        link.sendall((len(hello) + 4).to_bytes(4, "big") + hello)
        return link.recv(1) == b"R"

    def kill(self) -> None:
        """Kills it and all its processes at once, by their ids."""
        assert self._process is not None
        family = [self._process.pid, *_children(self._process.pid)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        until = time.monotonic() + 10
        while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in family):
            time.sleep(0.01)
        self._process = None

    @property
    def running(self) -> bool:
        """Whether it was started and not killed."""
        return self._process is not None


def _children(pid: int) -> list[int]:
    """The children of a process."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@contextmanager
def own_server(store: str, folder: Path) -> Iterator[OwnServer]:
    """A server that is running, and killed in the end.

    Args:
        store: ``postgresql`` or ``mariadb``.
        folder: A folder that its user may enter.
    """
    server = _postgresql(folder) if store == "postgresql" else _mariadb(folder)
    try:
        server.start()
        yield server
    finally:
        if server.running:
            server.kill()


def _postgresql(folder: Path) -> OwnServer:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    initdb, postgres = _program("initdb", *versions), _program("postgres", *versions)
    server = OwnServer(folder, "postgres", "postgresql://postgres@127.0.0.1:{port}/postgres")
    data = folder / "data"
    own = ["--auth=trust", "--username=postgres", "--no-sync", "--locale=C", "--encoding=UTF8"]
    server.run(initdb, f"--pgdata={data}", *own)
    server.command = [postgres, "-D", str(data), "-p", str(server.port), "-c", "listen_addresses=127.0.0.1"]
    server.command = [*server.command, "-c", f"unix_socket_directories={folder}", "-c", "fsync=on"]
    return server


def _mariadb(folder: Path) -> OwnServer:
    install, program = _program("mariadb-install-db"), _program("mariadbd", Path("/usr/sbin"))
    server = OwnServer(folder, "mysql", "mysql://root@127.0.0.1:{port}/test?ssl_disabled=true")
    data = folder / "data"
    server.run(
        install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-name-resolve"
    )
    server.command = [program, "--no-defaults", f"--datadir={data}", f"--port={server.port}", "--skip-name-resolve"]
    own = [f"--socket={folder / 'socket'}", f"--pid-file={folder / 'pid'}", "--bind-address=127.0.0.1"]
    server.command = [*server.command, *own, "--innodb-buffer-pool-size=16M"]
    return server
