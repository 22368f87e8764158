"""``plugins`` and ``doctor``: what is installed, what each offers, what failed and why, which stores answer."""

from __future__ import annotations

import argparse
import platform
import sqlite3
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import open_tracker, store_of
from plan_tasks.cli.statuses import DONE, NO
from plan_tasks.errors import PlanTasksError
from plan_tasks.plugging.records import PluginReport
from plan_tasks.storage.contract import Finding
from plan_tasks.tracker import Tracker

_LIBRARIES = (
    "pluggy",
    "attrs",
    "cattrs",
    "python-dateutil",
    "rich",
    "orjson",
    "chinesecalendar",
    "openpyxl",
    "XlsxWriter",
    "python-docx",
    "Jinja2",
    "weasyprint",
    "SQLAlchemy",
    "psycopg",
    "PyMySQL",
    "alembic",
    "apprise",
    "kombu",
    "opentelemetry-api",
)


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    plugins = commands.add_parser("plugins", parents=[shared], help="list the plugins, what they offer and what failed")
    shared_arguments.add_json(plugins)
    plugins.set_defaults(run=_plugins)
    doctor = commands.add_parser(
        "doctor", parents=[shared], help="look at what is installed and whether the store answers"
    )
    shared_arguments.add_store(doctor)
    shared_arguments.add_json(doctor)
    doctor.set_defaults(run=_doctor)


def _plugins(_: argparse.Namespace, output: Output) -> int:
    with Tracker.open("memory:", language=output.language) as tracker:
        reports, notes = tracker.host.report(), tracker.host.notes
    if output.as_json:
        output.json({"plugins": [_report_json(report) for report in reports], "notes": list(notes)})
        return DONE
    pick = output.pick
    columns = [
        Column(pick("插件", "plugin"), 34),
        Column(pick("版本", "version")),
        Column(pick("来源", "from")),
        Column(pick("状态", "state")),
        Column(pick("提供", "offers"), 60),
    ]
    rows = [
        [report.name, report.version, report.source.value, report.state.value, _offers(report)] for report in reports
    ]
    output.table(columns, rows)
    for report in reports:
        for failure in report.failures:
            output.note(str(failure))
    for note in notes:
        output.note(note)
    return DONE


def _kinds(report: PluginReport) -> str:
    """What it offers; a plugin that offers nothing answers hooks."""
    return ", ".join(dict.fromkeys(offer.kind for offer in report.offers)) or ("hooks" if report.hooks else "")


def _offers(report: PluginReport) -> str:
    return ", ".join(f"{offer.kind} {offer.name}" for offer in report.offers) or ", ".join(report.hooks)


def _report_json(report: PluginReport) -> dict[str, object]:
    return {"kind": _kinds(report), **report.as_plain()}


def _doctor(arguments: argparse.Namespace, output: Output) -> int:
    findings = [
        Finding(ok=True, subject="python", text=f"{platform.python_version()}, sqlite {sqlite3.sqlite_version}")
    ]
    findings += [Finding(ok=True, subject=name, text=_version(name)) for name in _LIBRARIES]
    with Tracker.open("memory:", language=output.language) as tracker:
        findings += [
            Finding(ok=False, subject=f"plugin {report.name}", text=str(failure))
            for report in tracker.host.report()
            for failure in report.failures
        ]
        findings += tracker.examine_channels()
    try:
        with open_tracker(arguments, output) as tracker:
            findings += tracker.examine()
            findings += tracker.examine_sending()
    except PlanTasksError as error:
        findings.append(Finding(ok=False, subject="store", text=str(error)))
    sound = all(finding.ok for finding in findings)
    if output.as_json:
        shown = [{"ok": each.ok, "subject": each.subject, "text": each.text} for each in findings]
        output.json({"ok": sound, "store": _without_secret(store_of(arguments)), "findings": shown})
    else:
        marks = {True: "✓", False: "✗"}
        output.table(
            [Column(""), Column(output.pick("对象", "subject"), 40), Column(output.pick("结果", "finding"))],
            [[marks[each.ok], each.subject, each.text] for each in findings],
        )
    return DONE if sound else NO


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed (optional)"


def _without_secret(url: str) -> str:
    """A store's URL without the user and password before an @."""
    scheme, slashes, rest = url.partition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}" if slashes else url
