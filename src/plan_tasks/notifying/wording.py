"""What a notice says, in Chinese and in English: what is due, how it stands, and what to do now."""

from __future__ import annotations

from plan_tasks.model import Language, State, plain
from plan_tasks.model.quantities import decimal_of
from plan_tasks.notifying.occasions import Occasion

__all__ = ["body_of", "subject_of"]


def subject_of(occasion: Occasion, language: Language) -> str:
    """The subject: one line, whatever the title holds.

    Args:
        occasion: What is due.
        language: ``zh`` or ``en``.

    Returns:
        How urgent, and what.
    """
    title = " ".join(occasion.head.title.split())
    days = occasion.days
    if language is Language.ZH:
        urgency = f"已逾期{days}天" if days > 0 else "今日到期" if days == 0 else f"{-days}天后到期"
        return f"【{urgency}】{title}"
    urgency = f"{_days(days)} overdue" if days > 0 else "due today" if days == 0 else f"due in {_days(-days)}"
    return f"[{urgency}] {title}"


def body_of(occasion: Occasion, plan_title: str, owner_name: str, language: Language) -> str:
    """The text.

    Args:
        occasion: What is due.
        plan_title: The plan's title.
        owner_name: Whom it is for.
        language: ``zh`` or ``en``.

    Returns:
        A few lines of plain text.
    """
    head = occasion.head
    percent = f"{plain(decimal_of(head.percent) * 100)}%" if head.percent is not None else ""
    title = " ".join(head.title.split())
    state = State(head.state).label(language)
    if language is Language.ZH:
        reported = f"最近一次填报（{head.reported}）完成{percent or '—'}" if head.reported else "尚未填报进展"
        ask = (
            "请立即办理：报送办结申请，或说明原因并申请延期。"
            if occasion.days > 0
            else "请按时完成并报送进展；确有困难的，请在到期前申请延期并说明原因。"
        )
        return (
            f"{owner_name}：\n\n《{plan_title}》事项 {head.id}：{title}\n完成时限：{head.due}　状态：{state}\n"
            f"{reported}。\n\n{ask}\n"
        )
    reported = f"last return ({head.reported}): {percent or 'no percentage'}" if head.reported else "no return so far"
    ask = (
        "Please act now: ask for completion, or say why it is late and ask for an extension."
        if occasion.days > 0
        else "Please finish it in time and report; if you cannot, ask for an extension before the deadline and say why."
    )
    return (
        f"{owner_name},\n\n{plan_title}, item {head.id}: {title}\nDue: {head.due}   State: {state}\n"
        f"{reported[0].upper()}{reported[1:]}.\n\n{ask}\n"
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
