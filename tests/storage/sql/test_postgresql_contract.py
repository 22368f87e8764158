"""The store on PostgreSQL keeps the laws of storage, on a real server."""

from __future__ import annotations

from tests.storage.sql.on_servers import OnServer
from tests.storage.sql.servers import POSTGRESQL


class TestPostgresql(OnServer):
    server = POSTGRESQL


del OnServer  # else pytest would collect it
