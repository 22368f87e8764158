"""How a reason becomes a sentence, when someone reads it. The sentences themselves are in `rules`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final

from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Reason
from plan_tasks.assessment.rules import RULES
from plan_tasks.model.quantities import plain
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Language, Term
from plan_tasks.model.wording import target_in_words

__all__ = ["reason_text"]

_LARGE: Final = 15  # figures of more digits than this are written with an exponent
_WRITABLE: Final = 60  # a target with more digits than this is called by its indicator alone
_WRITING: Final = Context(prec=40, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN)
_EN_UNIT: Final = {"%": "%", "‰": "‰", "": "", "个百分点": " percentage points"}


def reason_text(reason: Reason, language: Language | str = Language.EN) -> str:
    """Puts a reason into one sentence that can be read aloud.

    Args:
        reason: The reason. One without sentences, neither its own nor in `RULES`, is written as its rule and facts.
        language: ``"zh"`` or ``"en"``.

    Returns:
        The sentence, without a full stop.

    Example:
        >>> reason_text(Reason("overdue", (date(2021, 6, 30), 12)))
        'not completed 12 days after the deadline 2021-06-30, overdue'
        >>> reason_text(Reason("overdue", (date(2021, 6, 30), 12)), "zh")
        '时限为2021年6月30日，已逾期12天仍未办结'
    """
    rule = reason.sentences or RULES.get(reason.rule)
    if rule is None or len(rule.facts) != len(reason.facts):
        return ": ".join(filter(None, [reason.rule, ", ".join(str(fact) for fact in reason.facts)]))
    language = Language(language)
    described = [fact.split(":") for fact in rule.facts]
    facts = {name: fact for (name, _), fact in zip(described, reason.facts, strict=True)}
    words = {name: _FORMS[form](facts[name], facts, language) for name, form in described}
    policy = facts.get("policy")
    if isinstance(policy, Policy):
        words.update(ahead=plain(policy.ahead), on_track=plain(policy.on_track), at_risk=plain(policy.at_risk))
    return (rule.zh if language is Language.ZH else rule.en).format_map(words)


_Facts = dict[str, Any]


def _unknown(language: Language) -> str:
    return "无" if language is Language.ZH else "none"


def _text(fact: object, _: _Facts, language: Language) -> str:
    return _unknown(language) if fact is None else str(fact)


def _titles(fact: tuple[str, ...], _: _Facts, language: Language) -> str:
    return ("、" if language is Language.ZH else ", ").join(fact)


def _day(fact: date | None, _: _Facts, language: Language) -> str:
    if fact is None:
        return "日期不详" if language is Language.ZH else "on a day not recorded"
    return f"{fact.year}年{fact.month}月{fact.day}日" if language is Language.ZH else fact.isoformat()


def _term(fact: Term, _: _Facts, language: Language) -> str:
    return fact.zh if language is Language.ZH else fact.en


def _target(fact: Target, _: _Facts, language: Language) -> str:
    for number in (fact.value, fact.upper):
        if number and abs(number.adjusted()) > _WRITABLE:
            return fact.indicator.name
    return target_in_words(fact, language)


def _amount(fact: Decimal | None, facts: _Facts, language: Language) -> str:
    if fact is None:
        return _unknown(language)
    unit = facts["target"].indicator.unit
    return _number(fact) + (unit if language is Language.ZH else _EN_UNIT.get(unit, f" {unit}"))


def _share(fact: Decimal | None, _: _Facts, language: Language) -> str:
    if fact is None:
        return _unknown(language)
    if fact and abs(fact.adjusted()) > _LARGE:
        return _number(fact)
    return f"{_number(_WRITING.multiply(fact, Decimal(100)), places=1)}%"


def _rate(fact: Decimal, _: _Facts, __: Language) -> str:
    """A yearly rate: growth is small, so it keeps two places."""
    if fact and abs(fact.adjusted()) > _LARGE:
        return _number(fact)
    return f"{_number(_WRITING.multiply(fact, Decimal(100)), places=2)}%"


def _figure(fact: Decimal, _: _Facts, __: Language) -> str:
    return _number(fact) if fact and abs(fact.adjusted()) > _LARGE else _number(fact, places=2)


def _pace(fact: Decimal | None, facts: _Facts, language: Language) -> str:
    """Two places; more where two would put the pace on the wrong side of a threshold."""
    if fact is None:
        return _unknown(language)
    policy: Policy = facts["policy"]
    for places in (2, 4, 8) if abs(fact.adjusted()) <= _LARGE else ():
        text = _number(fact, places=places)
        shown = Decimal(text)
        if all((shown >= limit) is (fact >= limit) for limit in (policy.ahead, policy.on_track, policy.at_risk)):
            return text
    return _number(fact)


def _number(number: Decimal, *, places: int | None = None) -> str:
    """Writes a figure: as it is when it is short, else rounded to four significant digits or the places given."""
    size = number.adjusted()
    if number and abs(size) > _LARGE:
        return f"{number:.3e}"
    if places is None:
        if len(number.as_tuple().digits) <= _LARGE:
            return plain(number)
        places = max(0, 3 - size)
    return plain(number.quantize(Decimal(1).scaleb(-places), context=_WRITING))


def _policy(_: Policy, __: _Facts, ___: Language) -> str:
    """The thresholds of a policy have places of their own."""
    return ""


_FORMS: Final[dict[str, Callable[[Any, _Facts, Language], str]]] = {
    "amount": _amount,
    "date": _day,
    "number": _figure,
    "health": _term,
    "pace": _pace,
    "policy": _policy,
    "rate": _rate,
    "share": _share,
    "target": _target,
    "term": _term,
    "text": _text,
    "titles": _titles,
}
