"""Opens what a tracker needs: the plugin host, the store that a URL names, the calendar."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.assessment.policy import Policy
from plan_tasks.calendars.contract import CalendarType, WorkCalendar
from plan_tasks.errors import PluginOptionsError, UnknownName
from plan_tasks.hooks import SPECIFICATIONS
from plan_tasks.model import Language, TenantId, validators
from plan_tasks.plugging.host import PluginHost
from plan_tasks.services.context import Context
from plan_tasks.services.places import parse_store_url
from plan_tasks.storage.contract import StorageBackend, StorageType
from plan_tasks.version import __version__

__all__ = ["open_calendar", "open_context", "open_host", "open_store"]


def open_host(
    *,
    builtins: Sequence[str],
    plugins: Sequence[object] = (),
    environ: Mapping[str, str] = MappingProxyType({}),
    strict: bool = False,
    autoload: bool = True,
    block: Collection[str] = (),
    only: Collection[str] | None = None,
    required: Collection[str] = (),
    prefer: Mapping[str, str] = MappingProxyType({}),
    language: Language = Language.ZH,
    resources: Mapping[str, object] = MappingProxyType({}),
) -> PluginHost:
    """Loads the plugins; arguments as for `plan_tasks.plugging.host.PluginHost`."""
    return PluginHost(
        specifications=SPECIFICATIONS,
        builtins=builtins,
        version=__version__,
        plugins=plugins,
        environ=environ,
        strict=strict,
        autoload=autoload,
        block=block,
        only=only,
        required=required,
        prefer=prefer,
        language=language.value,
        resources=resources,
    )


def open_store(host: PluginHost, url: str, *, create: bool) -> StorageBackend:
    """Opens the store that a URL names.

    Args:
        host: The plugins.
        url: ``scheme:location?option=value``.
        create: Whether a store that is not there yet is made.

    Returns:
        The open store.

    Raises:
        UnknownName: No plugin serves the scheme.
        PluginOptionsError: The query has an unknown or bad option.
        StorageError: The store cannot be opened.
    """
    address = parse_store_url(url)
    served = {
        scheme: name for name, entry in host.catalogue(StorageType).items() for scheme in entry.descriptor.schemes
    }
    name = served.get(address.scheme)
    if name is None:
        raise UnknownName(
            f"no plugin serves stores of the scheme {address.scheme!r}",
            remedy=f"schemes here are {', '.join(sorted(served)) or 'none'}",
        )
    options: dict[str, Any] = dict(address.options)
    accepted = {field.name for field in attrs.fields(host.find(StorageType, name).descriptor.options)}
    if reserved := sorted({"location", "create"} & options.keys()):
        raise PluginOptionsError(f"{reserved[0]!r} cannot stand in a store's URL", plugin=name)
    if "location" in accepted:
        options["location"] = address.location
    elif address.location:
        raise PluginOptionsError(f"a {name} store takes no location, not {address.location!r}", plugin=name)
    if "create" in accepted:
        options["create"] = create
    return host.open(StorageType, name, options)


def open_calendar(host: PluginHost, name: str, options: Mapping[str, Any] | str | None = None) -> WorkCalendar:
    """Opens a work calendar by name, with options as a mapping or like the query of a URL."""
    return host.open(CalendarType, name, options)


def open_context(
    host: PluginHost,
    url: str,
    *,
    tenant: str,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
    language: Language,
    policy: Policy,
    calendar: str | WorkCalendar,
    create: bool,
) -> Context:
    """Opens store and calendar and puts them together with what the core may not reach for itself.

    Raises:
        InvalidValue: The tenant is not an identifier.
        StoreUnavailable: The store cannot be opened.
    """
    if not validators.is_name(tenant):
        raise validators.refuse("Tracker", "tenant", tenant, validators.NAME_RULE)
    if isinstance(calendar, str):
        name, _, query = calendar.partition("?")
        days = open_calendar(host, name, query)
    else:
        name, days = "", calendar
    return Context(
        backend=open_store(host, url, create=create),
        host=host,
        tenant=TenantId(tenant),
        clock=clock,
        chance=chance,
        language=language,
        policy=policy,
        calendar=days,
        calendar_name=name,
    )
