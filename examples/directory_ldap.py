"""A directory plugin over LDAP, for offices whose people stand there; it needs the library ldap3, imported when used.

Hand this module to ``Tracker.open(plugins=[directory_ldap])``, or install it with an entry point; then ask it by
``tracker.notify(..., directories={"ldap": {"url": "ldaps://ldap.example.org", "base": "dc=example,dc=org"}})``. As a
program it shows who would hear of what today: python examples/directory_ldap.py STORE PLAN URL/BASE.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import attrs

from plan_tasks import Tracker, hookimpl
from plan_tasks.errors import MissingExtra, PluginError
from plan_tasks.model import Owner, OwnerId
from plan_tasks.notifying.contract import DirectoryType, Recipient
from plan_tasks.plugging import PluginContext, Secret, documented

ATTRIBUTES: Final = MappingProxyType({"mail": "mail", "dingtalk": "mobile", "wecom": "mobile"})
"""The word of a channel -> the attribute that has the address. Change it to what your tree has."""


@attrs.frozen(kw_only=True)
class LdapOptions:
    """Where people stand."""

    url: str = attrs.field(metadata=documented("The server.", example="ldaps://ldap.example.org"))
    base: str = attrs.field(
        metadata=documented("Below which entry they are looked for.", example="ou=people,dc=example,dc=org")
    )
    user: str = attrs.field(default="", metadata=documented("Who asks; nobody where it is left out."))
    password: Secret | None = attrs.field(
        default=None, metadata=documented("Their password.", example="env:LDAP_PASSWORD")
    )
    unit: str = attrs.field(
        default="departmentNumber", metadata=documented("The attribute that holds the owner's id or name.")
    )
    timeout: int = attrs.field(default=10, metadata=documented("How long one question may take.", unit="seconds"))


class Ldap:
    """Looks people up by their unit."""

    def __init__(self, options: LdapOptions, connection: Any) -> None:
        self.options = options
        self.connection = connection

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        """Find the people of each unit, by their uid."""
        attribute = ATTRIBUTES.get(channel)
        if attribute is None:
            return {}
        return {owner.id: list(self._people(owner, attribute)) for owner in owners}

    def close(self) -> None:
        """Give the connection back."""
        self.connection.unbind()

    def _people(self, owner: Owner, attribute: str) -> Iterator[Recipient]:
        from ldap3.utils.conv import escape_filter_chars  # what strangers typed is no part of a question

        known = "".join(
            f"({self.options.unit}={escape_filter_chars(word)})" for word in dict.fromkeys((owner.id, owner.name))
        )
        wanted = f"(&(objectClass=person)({attribute}=*)(|{known}))"
        self.connection.search(self.options.base, wanted, attributes=["uid", "cn", attribute])
        found = [each["attributes"] for each in self.connection.response if each["type"] == "searchResEntry"]
        for person in sorted(found, key=lambda person: _first(person["uid"])):
            yield Recipient(id=_first(person["uid"]), name=_first(person["cn"]), address=_first(person[attribute]))


def _first(value: Any) -> str:
    """The first value of an attribute; those that may have several come as lists."""
    return str(value[0] if isinstance(value, list) else value)


def open_ldap(options: LdapOptions, _: PluginContext) -> Ldap:
    """Connect. A server that does not answer ends the run before anything is queued."""
    try:
        import ldap3
    except ImportError:
        raise MissingExtra(
            "the directory ldap needs the library ldap3, which is missing", plugin="ldap", remedy="pip install ldap3"
        ) from None
    from ldap3.core.exceptions import LDAPException

    server = ldap3.Server(options.url, connect_timeout=options.timeout)
    password = options.password.reveal() if options.password else None
    try:
        connection = ldap3.Connection(
            server,
            user=options.user or None,
            password=password,
            auto_bind=True,
            read_only=True,
            raise_exceptions=True,
            receive_timeout=options.timeout,
        )
    except LDAPException as error:
        raise PluginError(
            f"{options.url} cannot be asked: {type(error).__name__}", plugin="ldap", remedy="look at url and user"
        ) from error
    return Ldap(options, connection)


@hookimpl
def plan_tasks_directories() -> Iterator[DirectoryType[LdapOptions]]:
    """Announce the directory."""
    yield DirectoryType(name="ldap", summary="People in LDAP", options=LdapOptions, factory=open_ldap)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("give STORE PLAN URL/BASE, the last like ldaps://ldap.example.org/ou=people,dc=example,dc=org")
    store, plan, place = sys.argv[1:]
    url, _, base = place.rpartition("/")
    with Tracker.open(store, plugins=[sys.modules[__name__]]) as tracker:
        found = tracker.notify(
            plan, on=date.today(), channel="mail", dry_run=True, directories={"ldap": {"url": url, "base": base}}
        )
        print(*(f"{each.recipient_name} <{each.address}>" for each in found.entries), sep="\n")
