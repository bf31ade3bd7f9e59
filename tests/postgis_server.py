"""A real PostGIS server for the tests, on a Unix socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql


def programs() -> Path | None:
    """Folder of initdb and postgres, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    here = shutil.which("initdb")
    return Path(here).parent if here else None


def missing() -> str:
    """What the tests lack, or nothing."""
    folder = programs()
    if folder is None:
        return "PostgreSQL is not installed (Debian: postgresql postgresql-15-postgis-3)"
    extensions = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    if not list(extensions):
        return "PostGIS is not installed (Debian: postgresql-15-postgis-3)"
    return ""


def create_database(address: str) -> str:
    """Make an empty database on the server at an address and return its own address."""
    name = f"d{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return address.replace("@/postgres?", f"@/{name}?")


@contextmanager
def server(work: Path) -> Iterator[str]:
    """Start a server and yield the address of its first database.

    PostgreSQL refuses to run as root, so root runs it as nobody.
    """
    if why := missing():
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = programs()
    data, socket = work / "data", work / "s"
    data.mkdir()
    socket.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        for path in (data, socket):
            shutil.chown(path, "nobody")
        for path in (work, *work.parents):
            if path == Path("/tmp"):
                break
            path.chmod(path.stat().st_mode | 0o055)
        as_user = ["setpriv", "--reuid=nobody", "--clear-groups", "--"]

    def run(*command: object) -> None:
        done = subprocess.run(
            [*as_user, *map(str, command)], capture_output=True, text=True, check=False, cwd=socket
        )
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"

    run(folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={socket} -c fsync=off"
    run(folder / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    try:
        yield f"postgresql://tester@/postgres?host={socket}"
    finally:
        run(folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
