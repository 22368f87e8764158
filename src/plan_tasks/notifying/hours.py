"""When people may be disturbed: pure, with the moment, the calendar and the hours as arguments.

Outside its recipient's hours a notice waits for the next opening, and is never dropped. What the office has set is kept
as a document of the store, which `office_of` reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue

__all__ = ["DOCUMENT", "ZONES", "Hours", "Office", "is_zone", "office_of", "opening", "zones_of"]

#: Name of the document in which a store keeps what was set.
DOCUMENT = "hours"
#: And of the one with the time zones that directories know of people.
ZONES = "zones"

_SPREAD = timedelta(minutes=20)
_FIRST = timedelta(minutes=1)
_FURTHEST = 366  # days that are looked through for one that opens
_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*")
_LEVELS = ("blue", "yellow", "orange", "red")


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    from dateutil.tz import gettz  # with the list of zones that it brings along where the machine has none

    found = gettz(name) if isinstance(name, str) and _ZONE.fullmatch(name) else None
    if found is None:
        raise InvalidValue(f"{name!r} is no time zone", remedy="give one like Asia/Shanghai")
    return found


def is_zone(name: str) -> bool:
    """Whether a text is the name of a time zone.

    Example:
        >>> is_zone("Asia/Urumqi"), is_zone("Urumqi"), is_zone("../etc/passwd")
        (True, False, False)
    """
    try:
        _zone(name)
    except InvalidValue:
        return False
    return True


def _moment_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise InvalidValue(f"{text!r} is no time of day", remedy="give one like 08:30") from None


@attrs.frozen(kw_only=True)
class Hours:
    """When somebody may be disturbed.

    Attributes:
        opens: From then on, in the zone's own time.
        closes: Until then; later than `opens` on the same day.
        zone: Name of the time zone, as the IANA lists them.
        every_day: Whether on days without work, too.

    Raises:
        InvalidValue: There is no such zone, or it closes before it opens.
    """

    opens: time = time(8, 30)
    closes: time = time(18)
    zone: str = "Asia/Shanghai"
    every_day: bool = False

    def __attrs_post_init__(self) -> None:
        _zone(self.zone)
        if self.opens >= self.closes:
            raise InvalidValue(
                f"hours from {self.opens:%H:%M} to {self.closes:%H:%M}", remedy="they close later on the same day"
            )

    @classmethod
    def of_plain(cls, data: Mapping[str, Any], usual: Hours) -> Hours:
        """Reads what `plain` gave; what is left out is as usual.

        Raises:
            InvalidValue: A value cannot be so.
        """
        return cls(
            opens=_moment_of_day(data["opens"]) if "opens" in data else usual.opens,
            closes=_moment_of_day(data["closes"]) if "closes" in data else usual.closes,
            zone=data.get("zone", usual.zone),
            every_day=bool(data.get("every_day", usual.every_day)),
        )

    def plain(self) -> dict[str, Any]:
        """The same as data of JSON."""
        return {
            "opens": f"{self.opens:%H:%M}",
            "closes": f"{self.closes:%H:%M}",
            "zone": self.zone,
            "every_day": self.every_day,
        }

    def __str__(self) -> str:
        days = "every day" if self.every_day else "on working days"
        return f"{self.opens:%H:%M}-{self.closes:%H:%M} {days}, {self.zone}"


@attrs.frozen(kw_only=True)
class Office:
    """What an office has set about hours and limits.

    Attributes:
        usual: Everybody's hours.
        own: Recipient -> hours of their own.
        zones: Recipient -> the time zone in which the usual hours are theirs, as directories know it.
        override: Levels that are sent at any hour: ``"red"``, for example.
        most: How many notices one recipient gets at the most in any stretch of `per`; None for any number. Red ones do
            not wait for that.
        per: The length of that stretch.
    """

    usual: Hours = Hours()
    own: Mapping[str, Hours] = attrs.field(factory=dict)
    zones: Mapping[str, str] = attrs.field(factory=dict)
    override: tuple[str, ...] = ()
    most: int | None = None
    per: timedelta = timedelta(hours=1)

    def hours(self, recipient: str) -> Hours:
        """The hours of a recipient."""
        if recipient in self.own:
            return self.own[recipient]
        zone = self.zones.get(recipient)
        return attrs.evolve(self.usual, zone=zone) if zone else self.usual

    def plain(self) -> dict[str, Any]:
        """The document that a store keeps. Zones are not in it: they come from directories."""
        return {
            "usual": self.usual.plain(),
            "own": {recipient: hours.plain() for recipient, hours in sorted(self.own.items())},
            "override": list(self.override),
            "most": self.most,
            "per": self.per.total_seconds(),
        }


def zones_of(document: Mapping[str, Any] | None, found: Mapping[str, str]) -> dict[str, str]:
    """What a store keeps of people's time zones, once directories were asked.

    Args:
        document: What it kept before; None for nothing.
        found: Recipient -> zone, of those who were found now; an empty one takes away what was known.

    Example:
        >>> zones_of({"li": "Asia/Urumqi", "wang": "Asia/Urumqi"}, {"wang": "", "an": "Europe/Berlin"})
        {'an': 'Europe/Berlin', 'li': 'Asia/Urumqi'}
    """
    return {recipient: zone for recipient, zone in sorted({**(document or {}), **found}.items()) if zone}


def office_of(document: Mapping[str, Any] | None, zones: Mapping[str, Any] | None = None) -> Office:
    """Reads the documents of a store.

    Args:
        document: What was set; None for nothing.
        zones: Recipient -> time zone, as directories know it; None for nothing.

    Raises:
        InvalidValue: A value cannot be so.

    Example:
        >>> office_of(None).hours("schools").opens
        datetime.time(8, 30)
        >>> office_of({"own": {"schools": {"opens": "10:00"}}}).hours("schools").opens
        datetime.time(10, 0)
    """
    zones = dict(zones or {})
    if document is None:
        return Office(zones=zones)
    usual = Hours.of_plain(document.get("usual", {}), Hours())
    override = tuple(document.get("override", ()))
    if wrong := [level for level in override if level not in _LEVELS]:
        raise InvalidValue(f"{wrong[0]!r} is no level", remedy=f"one of {', '.join(_LEVELS)}")
    most = document.get("most")
    if most is not None and (most.__class__ is not int or most < 1):
        raise InvalidValue(f"{most!r} notices at the most", remedy="give a whole number from 1 up")
    return Office(
        usual=usual,
        zones=zones,
        own={recipient: Hours.of_plain(each, usual) for recipient, each in document.get("own", {}).items()},
        override=override,
        most=most,
        per=timedelta(seconds=float(document.get("per", 3600))),
    )


def opening(moment: datetime, hours: Hours, calendar: WorkCalendar, key: str = "") -> datetime:
    """When somebody may be disturbed next.

    A later moment is not the opening itself but some minutes after it, by a hash of the key: so a night's notices do
    not go out all at once, and none at the full or the half hour, when everybody's do.

    Args:
        moment: The present moment, with a time zone.
        hours: Their hours.
        calendar: Which days are worked.
        key: The notice's.

    Returns:
        The moment itself where it lies within the hours, else a later one, in the same zone as the moment.

    Raises:
        InvalidValue: No day of the next year opens.

    Example:
        >>> from datetime import UTC
        >>> from plan_tasks.plugins.calendars.weekdays import Weekdays
        >>> friday = datetime(2021, 6, 25, 12, tzinfo=UTC)  # eight in the evening in Shanghai
        >>> later = opening(friday, Hours(), Weekdays(), "k1")
        >>> later.date().isoformat(), later > datetime(2021, 6, 28, 0, 30, tzinfo=UTC)
        ('2021-06-28', True)
    """
    zone = _zone(hours.zone)
    local = moment.astimezone(zone)
    day = local.date()
    for _ in range(_FURTHEST):
        if hours.every_day or calendar.day(day).working:
            opens, closes = (datetime.combine(day, at, zone) for at in (hours.opens, hours.closes))
            if opens <= local < closes and day == local.date():
                return moment
            if local < opens:
                return _spread(opens, closes, key).astimezone(moment.tzinfo)
        day += timedelta(days=1)
    raise InvalidValue(f"no day opens within a year after {local.date()}", remedy="set other hours: plan-tasks hours")


def _spread(opens: datetime, closes: datetime, key: str) -> datetime:
    room = min(_SPREAD, (closes - opens) / 2) - _FIRST
    if room <= timedelta():
        return opens
    share = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32
    found = opens + _FIRST + timedelta(seconds=int(room.total_seconds() * share))
    return found + timedelta(minutes=1) if found.minute in (0, 30) else found
