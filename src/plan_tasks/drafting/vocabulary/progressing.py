"""Words in which a return says how far a measure has come, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from plan_tasks.model.vocabulary import State

__all__ = ["DONE", "PROGRESS_WORDS", "SHARE_BEFORE"]

#: Says that all is done only where nothing follows in its clause: 已完成 done, but 已完成86公里 86 km are done.
DONE: Final = (
    "已全部完成",
    "全部完成",
    "已经完成",
    "已完成",
    "已办结",
    "已完结",
    "已完工",
    "已竣工",
    "已落实",
    "办结",
    "销号",
    "已销号",
    "完成",
    "提前完成",
    "超额完成",
    "已提前完成",
    "已超额完成",
    "已完成年度任务",
    "完成年度任务",
    "已完成目标任务",
    "已完成年度目标任务",
    "completed",
    "done",
)

#: Words with the state and share done that they stand for; None where they give no share. Longest first.
PROGRESS_WORDS: Final[tuple[tuple[str, State, Decimal | None], ...]] = (
    ("尚未启动", State.ACTIVE, Decimal(0)),  # not begun yet
    ("尚未开展", State.ACTIVE, Decimal(0)),
    ("尚未开工", State.ACTIVE, Decimal(0)),
    ("暂未启动", State.ACTIVE, Decimal(0)),
    ("未启动", State.ACTIVE, Decimal(0)),
    ("未开工", State.ACTIVE, Decimal(0)),
    ("未开展", State.ACTIVE, Decimal(0)),
    ("未完成", State.ACTIVE, None),  # not done
    (
        "基本完成",
        State.ACTIVE,
        Decimal("0.9"),
    ),  # all but done: by convention nine tenths, since nobody has confirmed it
    ("接近完成", State.ACTIVE, Decimal("0.9")),
    ("已完成过半", State.ACTIVE, Decimal("0.5")),  # more than half
    ("完成过半", State.ACTIVE, Decimal("0.5")),
    ("正在推进", State.ACTIVE, None),  # under way
    ("正在实施", State.ACTIVE, None),
    ("正在建设", State.ACTIVE, None),
    ("正在进行", State.ACTIVE, None),
    ("有序推进", State.ACTIVE, None),
    ("持续推进", State.ACTIVE, None),
    ("加快推进", State.ACTIVE, None),
    ("按序推进", State.ACTIVE, None),
    ("推进中", State.ACTIVE, None),
    ("进行中", State.ACTIVE, None),
    ("在建", State.ACTIVE, None),
    ("已启动", State.ACTIVE, None),  # begun
    ("已开工", State.ACTIVE, None),
    ("已暂停", State.SUSPENDED, None),  # suspended
    ("暂缓实施", State.SUSPENDED, None),
    ("暂停", State.SUSPENDED, None),
    ("已取消", State.CANCELLED, None),  # cancelled
    ("取消", State.CANCELLED, None),
    ("已终止", State.CANCELLED, None),
    ("not started", State.ACTIVE, Decimal(0)),
    ("in progress", State.ACTIVE, None),
    ("under way", State.ACTIVE, None),
    ("on hold", State.SUSPENDED, None),
    ("cancelled", State.CANCELLED, None),
)

#: Words before a share that say it is the share done.
SHARE_BEFORE: Final = (
    "完成",
    "完成率",
    "完成率为",
    "完成进度",
    "进度",
    "总进度",
    "占年度任务的",  # of the year's task
    "占年度目标的",
    "占总量的",
    "complete",
    "progress",
)
