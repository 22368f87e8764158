"""The words of an item's page alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["ItemWord"]


class ItemWord(Phrase):
    """Titles, headings and sentences."""

    TITLE = "title", "{plan}: items that stand worst", "{plan}重点关注事项"
    TITLE_ONE = "title_one", "{item}", "{item}"
    SOURCE = "source", "The source says: “{text}”", "原文：“{text}”"
    STANDING = "standing", "How it stands, and why", "进度判定及依据"
    OWNERS = "owners", "Who answers for it", "责任分工"
    NO_OWNERS = "no_owners", "Nobody is named.", "尚未落实责任单位。"
    RETURN = "return", "Latest return", "最近填报"
    RETURN_LINE = "return_line", "{label}: {text}", "{label}：{text}"
    NO_RETURN = "no_return", "Nothing has been returned.", "尚未填报。"
    VALUES = "values", "Values", "数据"
    EXTENSION = (
        "extension",
        "An extension to {day} is asked for by {who}: {reason}",
        "{who}申请延期至{day}：{reason}",
    )
    NAME = "name", "Name", "名称"
    PHONE = "phone", "Telephone", "电话"
