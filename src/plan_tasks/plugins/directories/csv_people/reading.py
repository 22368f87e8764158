"""Reads a table of people and finds those who stand behind owners. Pure: it is given the text of the file.

Each row is a person of a unit, or with no person the unit itself. What stands at the head of a column, in English or
Chinese, says what it holds; columns may come in any order, and others may stand between them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from types import MappingProxyType
from typing import Final

import attrs

from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import Language, Owner, OwnerId
from plan_tasks.model.validators import is_name
from plan_tasks.notifying.contract import Recipient
from plan_tasks.notifying.hours import is_zone

__all__ = ["CsvPeople", "Entry", "read_people"]

#: What a column holds -> what may stand at its head, without blanks, lines and differences of case.
_HEADS: Final = MappingProxyType(
    {
        "id": ("id", "unitid", "ownerid", "编号", "单位编号", "单位代码"),  # number or code of the unit
        "name": ("name", "unit", "owner", "单位", "单位名称", "责任单位", "责任主体"),  # unit, unit in charge
        "person": ("person", "contact", "姓名", "联系人", "责任人", "人员"),  # name, contact, person in charge
        "person_id": ("personid", "staffid", "人员编号", "工号"),  # number of the person
        "phone": ("phone", "mobile", "手机", "手机号", "手机号码", "电话", "联系电话"),  # mobile, telephone
        "mail": ("mail", "email", "邮箱", "电子邮箱", "邮件", "电子邮件"),
        "wecom": ("wecom", "企业微信"),
        "dingtalk": ("dingtalk", "钉钉"),
        "feishu": ("feishu", "lark", "飞书"),
        "zone": ("zone", "timezone", "时区"),
        "language": ("language", "语言"),
    }
)
_MEANING: Final = {head: meaning for meaning, heads in _HEADS.items() for head in heads}
_OF_UNIT: Final = ("id", "name")
_OF_PERSON: Final = ("person", "person_id", "zone", "language")
_LANGUAGES: Final = MappingProxyType(
    {
        "zh": Language.ZH,
        "chinese": Language.ZH,
        "中文": Language.ZH,
        "en": Language.EN,
        "english": Language.EN,
        "英文": Language.EN,
    }
)
_CHATS: Final = ("wecom", "dingtalk", "feishu")
#: Chats in which a phone number calls somebody who has no user id in the table.
_CHATS_WITH_PHONES: Final = ("wecom", "dingtalk")
_WORD: Final = re.compile(r"[a-z][a-z0-9_-]*")
_PHONE: Final = re.compile(r"\+?[0-9]{7,15}")
_MAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_USER: Final = re.compile(r"(?!(?:all|everyone)$)[A-Za-z0-9][A-Za-z0-9._@-]{0,63}", re.IGNORECASE)
_DELIMITERS: Final = (",", "\t", ";")


@attrs.frozen(kw_only=True)
class Entry:
    """Somebody who stands behind an owner.

    Attributes:
        owners: Ids and names under which the owner is known.
        id: The recipient's id; empty where the row names no person, so that it is the owner itself.
        name: Their name; empty as the id.
        addresses: The word of a channel -> where to.
        zone: The time zone in which they live; empty for the office's.
        language: The language that they are told in; None for the office's.
    """

    owners: frozenset[str]
    id: str
    name: str
    addresses: Mapping[str, str]
    zone: str = ""
    language: Language | None = None


@attrs.frozen
class _Row:
    where: str
    cells: Mapping[str, str]


class CsvPeople:
    """Knows the people of a table.

    Args:
        entries: What `read_people` gave.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: Final[dict[str, list[Entry]]] = {}
        for entry in entries:
            for owner in entry.owners:
                self._entries.setdefault(owner, []).append(entry)

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        """Find those of each owner that have an address for the channel, in the order of the table."""
        found = {owner.id: tuple(self._recipients(owner, channel)) for owner in owners}
        return {owner: recipients for owner, recipients in found.items() if recipients}

    def close(self) -> None:
        """Nothing is held open."""

    def _recipients(self, owner: Owner, channel: str) -> Iterator[Recipient]:
        seen = set()
        for known in dict.fromkeys((owner.id, owner.name)):
            for entry in self._entries.get(known, ()):
                recipient = entry.id or owner.id
                if channel in entry.addresses and recipient not in seen:
                    seen.add(recipient)
                    yield Recipient(
                        id=recipient,
                        name=entry.name or owner.name,
                        address=entry.addresses[channel],
                        zone=entry.zone,
                        language=entry.language,
                    )


def read_people(text: str, *, where: str) -> list[Entry]:
    r"""Reads a table of people.

    Args:
        text: The file's text: cells between commas, semicolons or tabs, and in the first row what columns hold.
        where: The file's name, for errors.

    Returns:
        An entry for each row that is not empty. Rows of one person share all addresses.

    Raises:
        SourceUnreadable: A column is missing or stands there twice, or a cell holds what it cannot; with the line.

    Example:
        >>> [entry] = read_people("单位,联系人,手机\n市教育局,李明,138 0000 0000\n", where="people.csv")
        >>> entry.id, dict(entry.addresses)["dingtalk"]
        ('李明', 'phone:13800000000')
    """
    rows = _rows(text, where)
    people: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows:
        known = people.setdefault(_person(row), {})
        for column, value in row.cells.items():
            if column in _OF_UNIT or not value:
                continue
            before, place = known.setdefault(column, (value, row.where))
            if before != value:
                who = row.cells.get("person") or row.cells.get("name") or row.cells["id"]
                raise SourceUnreadable(
                    f"{who} has another {column} than in {place}",
                    where=row.where,
                    remedy="tell people apart by a column person or person_id (姓名, 工号)",
                )
    return [_entry(row, {column: value for column, (value, _) in people[_person(row)].items()}) for row in rows]


def _entry(row: _Row, person: Mapping[str, str]) -> Entry:
    return Entry(
        owners=frozenset(filter(None, (row.cells.get(column) for column in _OF_UNIT))),
        id=_id(row),
        name=" ".join(person.get("person", "").split()) or _id(row),
        addresses=_addresses(person),
        zone=person.get("zone", ""),
        language=_LANGUAGES[person["language"].casefold()] if "language" in person else None,
    )


def _rows(text: str, where: str) -> list[_Row]:
    """The rows below the heads that hold anything, each cell checked."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    lines = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    columns: list[str] = []
    found: list[_Row] = []
    start = 1
    try:
        for line in lines:
            place, start = f"{where}:{start}", lines.line_num + 1
            cells = [cell.strip().removeprefix("'") for cell in line]  # the sign of text in spreadsheets
            if not any(cells):
                continue
            if not columns:
                columns = _columns(cells, place)
            elif any(cells[len(columns) :]):
                raise SourceUnreadable(
                    f"the row has {len(cells)} cells, but there are {len(columns)} columns",
                    where=place,
                    remedy="put quotation marks around a cell with a comma",
                )
            else:
                found.append(_row(dict(zip(columns, cells, strict=False)), place))
    except csv.Error as error:
        raise SourceUnreadable(f"its cells cannot be told apart: {error}", where=f"{where}:{start}") from None
    return found


def _columns(heads: Sequence[str], where: str) -> list[str]:
    """What each column holds; empty for what concerns nobody here."""
    columns = []
    for head in heads:
        key = re.sub(r"[\s_-]", "", head).casefold()
        word = head.casefold()
        meaning = _MEANING.get(key) or (word if _WORD.fullmatch(word) else "")
        if meaning and meaning in columns:
            raise SourceUnreadable(f"two columns hold the {meaning}", where=where, remedy="leave one out")
        columns.append(meaning)
    if not any(column in _OF_UNIT for column in columns):
        raise SourceUnreadable(
            f"no column says which unit a row is of; the heads are {', '.join(filter(None, heads))}",
            where=where,
            remedy="name one id or name (编号 or 单位) in the first row",
        )
    if not any(column and column not in (*_OF_UNIT, *_OF_PERSON) for column in columns):
        raise SourceUnreadable(
            "no column has addresses",
            where=where,
            remedy="name one mail, phone, wecom, dingtalk or feishu (邮箱, 手机, 企业微信, 钉钉, 飞书), or a channel",
        )
    return columns


def _row(cells: dict[str, str], where: str) -> _Row:
    cells.pop("", None)

    def refuse(column: str, remedy: str) -> SourceUnreadable:
        return SourceUnreadable(f"{column} is {cells[column]!r}", where=where, remedy=remedy)

    if not any(cells.get(column) for column in _OF_UNIT):
        raise SourceUnreadable("the row does not say which unit it is of", where=where, remedy="fill in id or name")
    for column, value in cells.items():
        if not value:
            continue
        if column == "phone":
            cells["phone"] = re.sub(r"[\s-]", "", value)
            if not _PHONE.fullmatch(cells["phone"]):
                raise refuse("phone", "write one number of 7 to 15 digits, or leave it empty")
        elif column == "mail" and not _MAIL.fullmatch(value):
            raise refuse("mail", "write one address like office@example.org")
        elif column in _CHATS and not _USER.fullmatch(value.removeprefix("user:")):
            raise refuse(column, "write one person's user id, of letters, digits, dots, - and _")
        elif column == "zone" and not is_zone(value):
            raise refuse("zone", "write one like Asia/Urumqi")
        elif column == "language" and value.casefold() not in _LANGUAGES:
            raise refuse("language", "write zh or en (中文, 英文)")
    if (given := _id(_Row(where, cells))) and not is_name(given):
        raise refuse("person_id" if cells.get("person_id") else "person", "write what can be an id, without slashes")
    return _Row(where, cells)


def _id(row: _Row) -> str:
    """The id of a row's person; empty where it names none."""
    return row.cells.get("person_id") or "-".join(row.cells.get("person", "").split())


def _person(row: _Row) -> str:
    """What tells the people of a table apart; of a unit's own rows, the unit."""
    return _id(row) or f"/{row.cells.get('id') or row.cells['name']}"


def _addresses(cells: Mapping[str, str]) -> dict[str, str]:
    """The words of channels with the address for each: in chats, who is called by a message."""
    found = {column: value for column, value in cells.items() if column not in _OF_PERSON}
    for chat in _CHATS:
        if user := found.get(chat):
            found[chat] = f"user:{user.removeprefix('user:')}"
        elif (phone := found.get("phone")) and chat in _CHATS_WITH_PHONES:
            found[chat] = f"phone:{phone}"
    return found
