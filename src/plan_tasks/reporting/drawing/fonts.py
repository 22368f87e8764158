"""Names of fonts, the wanted one first: those that offices have, then free ones, then any.

No font is bundled: a page and a picture keep their text as text and take the reader's font; a PDF embeds what the
machine has that makes it.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FANGSONG", "SANS", "TITLE", "family"]

#: 黑体 and its like, for tables, headings and charts.
SANS: Final = (
    *("Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans"),
    *("PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC"),
    *("WenQuanYi Zen Hei", "SimHei", "sans-serif"),
)

#: 小标宋, for titles.
TITLE: Final = (
    *("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "STZhongsong", "华文中宋"),
    *("Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "SimSun", "serif"),
)

#: 仿宋, for running text on paper.
FANGSONG: Final = (
    *("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "方正仿宋_GBK", "FandolFang"),
    *("Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", "SimSun", "serif"),
)


def family(names: tuple[str, ...], quote: str = '"') -> str:
    """The names as CSS and SVG write them.

    Example:
        >>> family(("Noto Sans SC", "Arial", "serif"), quote="'")
        "'Noto Sans SC',Arial,serif"
    """
    return ",".join(
        f"{quote}{name}{quote}" if not name.replace("-", "").isalpha() or not name.isascii() else name for name in names
    )
