"""Fonts, by name alone: none comes with the library, and none is put into a document.

A word processor that lacks a font takes the first of its other names that it has. Offices have those of the official
layout: 方正小标宋简体 for titles, 仿宋_GB2312 for text, 楷体_GB2312 and 黑体 for headings, 宋体 for page numbers.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FANG_SONG", "HEI", "KAI", "LATIN", "SONG", "TITLE_SONG", "YAHEI", "font_table"]

TITLE_SONG: Final = "方正小标宋简体"
FANG_SONG: Final = "仿宋_GB2312"
KAI: Final = "楷体_GB2312"
HEI: Final = "黑体"
SONG: Final = "宋体"
YAHEI: Final = "微软雅黑"
#: For text in English.
LATIN: Final = "Times New Roman"

#: Other names of each font, the best first; those of free fonts last.
_OTHERS: Final = {
    TITLE_SONG: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC"),
    FANG_SONG: ("仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK", "FandolFang", "Noto Serif CJK SC"),
    KAI: ("楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GBK", "FandolKai", "LXGW WenKai", "Noto Serif CJK SC"),
    HEI: ("SimHei", "华文黑体", "STHeiti", "方正黑体_GBK", "FandolHei", "Noto Sans CJK SC"),
    SONG: ("SimSun", "华文宋体", "STSong", "方正书宋_GBK", "FandolSong", "Noto Serif CJK SC"),
    YAHEI: ("Microsoft YaHei", "PingFang SC", "HarmonyOS Sans SC", "Source Han Sans SC", "Noto Sans CJK SC"),
}
_WITHOUT_SERIFS: Final = frozenset({HEI, YAHEI})
_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def font_table() -> bytes:
    """The XML of the table of fonts, which names those to take in place of one that is not there."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name in _WITHOUT_SERIFS else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _OTHERS.items()
    )
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'
    return text.encode("utf-8")
