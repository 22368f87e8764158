"""Units for a report that names none: chosen by words in an area's or item's title, for demonstration only."""

from __future__ import annotations

import attrs

from plan_tasks.model import Assignment, Goal, Item, Language, Measure, Owner, OwnerId, Plan, Role

__all__ = ["with_owners"]

#: Words that give a title away -> the unit that usually leads such work, in Chinese and English.
_UNITS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    # jobs, unemployment, social security
    (("就业", "失业", "社会保障", "employment", "jobs"), "市人力资源和社会保障局", "Human Resources Bureau"),
    # health, hospitals, epidemics
    (("健康", "医疗", "疫情", "health", "hospital"), "市卫生健康委", "Health Commission"),
    # schools
    (("教育", "school", "education"), "市教育局", "Education Bureau"),
    # environment, emissions, forests
    (("生态", "污染", "能耗", "绿化", "环境质量", "emission", "environment"), "市生态环境局", "Environment Bureau"),
    # farming, grain, villages
    (("粮食", "农业", "农村", "乡村", "农田", "脱贫", "farm", "grain", "rural"), "市农业农村局", "Agriculture Bureau"),
    # industry
    (("工业", "制造", "industry", "industrial"), "市工业和信息化局", "Industry Bureau"),
    # science
    (("创新", "科技", "人才", "innovation", "research"), "市科技局", "Science Bureau"),
    # trade, opening up
    (("外贸", "进出口", "招商", "消费", "trade", "retail"), "市商务局", "Commerce Bureau"),
    # budget
    (("财政", "预算", "budget", "revenue"), "市财政局", "Finance Bureau"),
    # towns, building
    (("城", "宜居", "urban", "housing"), "市住房和城乡建设局", "Housing and Construction Bureau"),
    # safety
    (("安全", "风险", "治理", "稳定", "safety", "risk"), "市应急管理局", "Emergency Management Bureau"),
    # culture
    (("文", "旅游", "culture", "tourism"), "市文化广电和旅游局", "Culture and Tourism Bureau"),
)
_OTHERWISE = ("市发展和改革委员会", "Development and Reform Commission")


def with_owners(plan: Plan, language: Language) -> Plan:
    """Gives a lead unit to every item that has no owner.

    Args:
        plan: The plan.
        language: In which language units are named.

    Returns:
        The plan, its list of owners completed; the same plan when nothing was missing.
    """
    areas = {area.id: area.title for area in plan.areas}

    def led(item: Item) -> Item:
        if item.assignments:
            return item
        unit = _unit(item.title, language) or _unit(areas.get(item.area, ""), language)
        name = unit or _OTHERWISE[language is Language.EN]
        return attrs.evolve(item, assignments=(Assignment(owner=OwnerId(_id(name)), role=Role.LEAD),))

    goals = tuple(item for item in map(led, plan.goals) if isinstance(item, Goal))
    measures = tuple(item for item in map(led, plan.measures) if isinstance(item, Measure))
    names = {_id(name): name for _, *pair in _UNITS for name in pair} | {_id(name): name for name in _OTHERWISE}
    listed = {owner.id for owner in plan.owners}
    used = dict.fromkeys(a.owner for item in (*goals, *measures) for a in item.assignments)
    missing = tuple(Owner(id=owner, name=names[owner]) for owner in used if owner not in listed and owner in names)
    return attrs.evolve(plan, goals=goals, measures=measures, owners=(*plan.owners, *missing))


def _unit(title: str, language: Language) -> str:
    folded = title.lower()
    for words, chinese, english in _UNITS:
        if any(word in folded for word in words):
            return english if language is Language.EN else chinese
    return ""


def _id(name: str) -> str:
    return name.replace(" ", "-")
