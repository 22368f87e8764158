"""Whether this machine has a font that writes Chinese: asked of fontconfig, which chooses fonts for Pango, too."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
from functools import cache
from typing import Final

__all__ = ["has_chinese", "has_chinese_font"]

_CHINESE: Final = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def has_chinese(text: str) -> bool:
    """Whether a text has Chinese characters.

    Example:
        >>> has_chinese("GDP 增长"), has_chinese("“GDP”")
        (True, False)
    """
    return _CHINESE.search(text) is not None


@cache
def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for simplified Chinese; True where it cannot be asked."""
    name = ctypes.util.find_library("fontconfig")
    if name is None:
        return True
    config = ctypes.CDLL(name)
    for function in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(config, function).restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(config.FcNameParse(b":lang=zh-cn"))
    wanted = ctypes.c_void_p(config.FcObjectSetCreate())
    found = ctypes.c_void_p(config.FcFontList(None, pattern, wanted))
    if not found:
        return False
    count = ctypes.cast(found, ctypes.POINTER(ctypes.c_int)).contents.value  # FcFontSet begins with nfont
    config.FcFontSetDestroy(found)
    config.FcObjectSetDestroy(wanted)
    config.FcPatternDestroy(pattern)
    return count > 0
