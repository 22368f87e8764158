"""The store on MariaDB keeps the laws of storage, on a real server."""

from __future__ import annotations

from tests.storage.sql.on_servers import OnServer
from tests.storage.sql.servers import MYSQL


class TestMariadb(OnServer):
    server = MYSQL


del OnServer  # else pytest would collect it
