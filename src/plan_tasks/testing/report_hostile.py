"""Texts that strangers may type, and that reports have to show and not to obey."""

from __future__ import annotations

from typing import Final

__all__ = ["FORMULAS", "HOSTILE"]

#: Texts that a spreadsheet would run.
FORMULAS: Final = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",  # the full-width forms
    "＋1",
    "－1+2",
    "＠SUM(1)",
    '=HYPERLINK("http://127.0.0.1/?x="&A1,"open")',
    "\ufeff=1+1",
)

#: Texts that strangers may type, and that every format has to show and not to obey.
HOSTILE: Final = (
    *FORMULAS,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b &lt; c",
    "cell | next cell \\| end |",
    "first line\nsecond line\r\nthird line",
    "*bold* _it_ `code` ~~gone~~ [text](javascript:alert(1)) ![x](y)",
    "# heading",
    "1. list\n- list\n> quote\n---\n| a | b |",
    "$x^2$ @someone #12 https://example.org/a_b?c=d",
    'comma, "quote", semicolon; apostrophe\'s',
    "加快建设“重点”项目、推进（二期）工程；投资１００亿元",
    "城镇新增就业👩‍💻🎉",
    "abc\u202edef\u202c \u200fx\u200e \u2066y\u2069",
    "bell\x07 null\x00 escape\x1b[31mred\x1b[0m delete\x7f next\x85line\u2028end",
    "lone \ud800 surrogate",
    "e\u0301a\u0308 \u200b\u2060zero",
    "\\x \\n %s {0} {{x}} {% y %} ${z}",
    " leading and trailing ",
    "x" * 300,
    "推" * 300,
)
