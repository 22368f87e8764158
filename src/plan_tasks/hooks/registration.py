"""Hooks by which a plugin says what it offers: one hook for each kind of thing.

All are called once, when a tracker opens, and yield descriptors: small frozen values with a name, a line about it, an
options class and a factory. Nothing heavy may happen before the factory is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.assessment.contract import AssessmentMethodType
    from plan_tasks.calendars.contract import CalendarType
    from plan_tasks.cli.contract import CommandType
    from plan_tasks.drafting.contract import ImporterType, LexiconType
    from plan_tasks.notifying.contract import ChannelType, DirectoryType, WordingType
    from plan_tasks.reporting.contract import ReportFormatType, ReportKindType
    from plan_tasks.storage.contract import StorageType

__all__ = [
    "plan_tasks_assessment_methods",
    "plan_tasks_calendars",
    "plan_tasks_channels",
    "plan_tasks_commands",
    "plan_tasks_directories",
    "plan_tasks_importers",
    "plan_tasks_lexicons",
    "plan_tasks_report_formats",
    "plan_tasks_report_kinds",
    "plan_tasks_storage_backends",
    "plan_tasks_wordings",
]


@hookspec.collect("plan_tasks.storage.contract:StorageType")
def plan_tasks_storage_backends() -> Iterator[StorageType[Any]]:
    """Offer storage backends.

    Called:
        Once, when a tracker opens and before a store is chosen by the scheme of its URL.

    Arguments:
        None.

    Return:
        Yields `StorageType`. The part of the URL after the scheme reaches the factory as the option ``location``, the
        URL's query as the other options.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> import attrs
        >>> from plan_tasks.plugging import hookimpl
        >>> from plan_tasks.storage.contract import StorageType
        >>> @attrs.frozen(kw_only=True)
        ... class PaperOptions:
        ...     location: str
        >>> def open_drawer(options, context):
        ...     raise NotImplementedError("return an object with the methods of StorageBackend")
        >>> @hookimpl
        ... def plan_tasks_storage_backends():
        ...     yield StorageType(
        ...         name="drawer",
        ...         summary="Paper in a drawer",
        ...         options=PaperOptions,
        ...         factory=open_drawer,
        ...         schemes=("drawer",),
        ...     )
        >>> [offered.name for offered in plan_tasks_storage_backends()]
        ['drawer']
    """
    yield from ()


@hookspec.collect("plan_tasks.notifying.contract:ChannelType")
def plan_tasks_channels() -> Iterator[ChannelType[Any]]:
    """Offer channels, by which notices reach people.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `ChannelType`. The core splits, paces and repeats messages by what the descriptor says; the channel only
        sends and says for each message what became of it.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.notifying.contract import ChannelType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_board(options, context):
        ...     raise NotImplementedError("return an object with the methods of Channel")
        >>> @hookimpl
        ... def plan_tasks_channels():
        ...     yield ChannelType(name="board", summary="A notice board", options=NoOptions, factory=open_board)
        >>> [offered.name for offered in plan_tasks_channels()]
        ['board']
    """
    yield from ()


@hookspec.collect("plan_tasks.reporting.contract:ReportFormatType")
def plan_tasks_report_formats() -> Iterator[ReportFormatType[Any]]:
    """Offer report formats, which turn a document into bytes.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `ReportFormatType`. Blocks that a format does not support are degraded before it is called.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> from plan_tasks.reporting.contract import ReportFormatType
        >>> from plan_tasks.reporting.document import BlockKind
        >>> class TitleOnly:
        ...     def write(self, document, to):
        ...         to.write(document.title.encode())
        >>> @hookimpl
        ... def plan_tasks_report_formats():
        ...     yield ReportFormatType(
        ...         name="title",
        ...         summary="The title and nothing else",
        ...         options=NoOptions,
        ...         factory=lambda options, context: TitleOnly(),
        ...         media_type="text/plain; charset=utf-8",
        ...         extension="txt",
        ...         supports=frozenset({BlockKind.TABLE}),
        ...     )
        >>> [offered.extension for offered in plan_tasks_report_formats()]
        ['txt']
    """
    yield from ()


@hookspec.collect("plan_tasks.reporting.contract:ReportKindType")
def plan_tasks_report_kinds() -> Iterator[ReportKindType[Any]]:
    """Offer kinds of report, which build a document from a plan as it stands on a day.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `ReportKindType`. A kind knows no format.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> from plan_tasks.reporting.contract import ReportKindType
        >>> def open_digest(options, context):
        ...     raise NotImplementedError("return an object with the method of ReportKind")
        >>> @hookimpl
        ... def plan_tasks_report_kinds():
        ...     yield ReportKindType(name="digest", summary="One page", options=NoOptions, factory=open_digest)
        >>> [offered.name for offered in plan_tasks_report_kinds()]
        ['digest']
    """
    yield from ()


@hookspec.collect("plan_tasks.drafting.contract:ImporterType")
def plan_tasks_importers() -> Iterator[ImporterType[Any]]:
    """Offer importers, which read documents into drafts of plans.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `ImporterType`. A document goes to the importer that says it recognises it best.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.drafting.contract import ImporterType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_minutes(options, context):
        ...     raise NotImplementedError("return an object with the methods of Importer")
        >>> @hookimpl
        ... def plan_tasks_importers():
        ...     yield ImporterType(
        ...         name="minutes", summary="Minutes of meetings", options=NoOptions, factory=open_minutes
        ...     )
        >>> [offered.name for offered in plan_tasks_importers()]
        ['minutes']
    """
    yield from ()


@hookspec.collect("plan_tasks.drafting.contract:LexiconType")
def plan_tasks_lexicons() -> Iterator[LexiconType[Any]]:
    """Offer lexicons: an office's own words, which importers read beside the shipped vocabulary.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `LexiconType`.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.drafting.contract import LexiconType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_words(options, context):
        ...     raise NotImplementedError("return a Lexicon")
        >>> @hookimpl
        ... def plan_tasks_lexicons():
        ...     yield LexiconType(name="harbour", summary="Words of a port", options=NoOptions, factory=open_words)
        >>> [offered.name for offered in plan_tasks_lexicons()]
        ['harbour']
    """
    yield from ()


@hookspec.collect("plan_tasks.assessment.contract:AssessmentMethodType")
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[Any]]:
    """Offer assessment methods, which judge how items stand on a day.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `AssessmentMethodType`. A method is pure: it takes a batch of cases and returns a judgement for each.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.assessment.contract import AssessmentMethodType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_thirds(options, context):
        ...     raise NotImplementedError("return an object with the method of AssessmentMethod")
        >>> @hookimpl
        ... def plan_tasks_assessment_methods():
        ...     yield AssessmentMethodType(
        ...         name="thirds",
        ...         summary="A third of the target every four months",
        ...         options=NoOptions,
        ...         factory=open_thirds,
        ...         source="An office's own rule",
        ...     )
        >>> [offered.name for offered in plan_tasks_assessment_methods()]
        ['thirds']
    """
    yield from ()


@hookspec.collect("plan_tasks.calendars.contract:CalendarType")
def plan_tasks_calendars() -> Iterator[CalendarType[Any]]:
    """Offer calendars of working days.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `CalendarType`.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.calendars.contract import CalendarType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_shifts(options, context):
        ...     raise NotImplementedError("return an object with the methods of WorkCalendar")
        >>> @hookimpl
        ... def plan_tasks_calendars():
        ...     yield CalendarType(name="shifts", summary="Every day is worked", options=NoOptions, factory=open_shifts)
        >>> [offered.name for offered in plan_tasks_calendars()]
        ['shifts']
    """
    yield from ()


@hookspec.collect("plan_tasks.notifying.contract:DirectoryType")
def plan_tasks_directories() -> Iterator[DirectoryType[Any]]:
    """Offer directories, which know the people and units that own items and how to reach them.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `DirectoryType`.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.notifying.contract import DirectoryType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> def open_phone_book(options, context):
        ...     raise NotImplementedError("return an object with the methods of Directory")
        >>> @hookimpl
        ... def plan_tasks_directories():
        ...     yield DirectoryType(
        ...         name="phone-book", summary="The office's phone book", options=NoOptions, factory=open_phone_book
        ...     )
        >>> [offered.name for offered in plan_tasks_directories()]
        ['phone-book']
    """
    yield from ()


@hookspec.collect("plan_tasks.notifying.contract:WordingType")
def plan_tasks_wordings() -> Iterator[WordingType[Any]]:
    """Offer wordings, which say what notices say.

    Called:
        Once, when a tracker opens.

    Arguments:
        None.

    Return:
        Yields `WordingType`. A wording is pure: it takes the facts of a notice and returns its words.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open.

    Example:
        >>> from plan_tasks.notifying.contract import WordingType, Words
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> class Curt:
        ...     def say(self, facts):
        ...         return Words(subject=facts.title, text=f"{facts.title}: {facts.due}")
        >>> @hookimpl
        ... def plan_tasks_wordings():
        ...     yield WordingType(
        ...         name="curt",
        ...         summary="Title and date",
        ...         options=NoOptions,
        ...         factory=lambda options, context: Curt(),
        ...     )
        >>> [offered.name for offered in plan_tasks_wordings()]
        ['curt']
    """
    yield from ()


@hookspec.collect("plan_tasks.cli.contract:CommandType")
def plan_tasks_commands() -> Iterator[CommandType[Any]]:
    """Offer subcommands of ``plan-tasks``.

    Called:
        Once, when the command line starts.

    Arguments:
        None.

    Return:
        Yields `CommandType`; the descriptor's name is the subcommand's. A built-in command of the same name wins.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        command line does not start.

    Example:
        >>> from plan_tasks.cli.contract import CommandType
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> class Count:
        ...     def configure(self, parser):
        ...         parser.add_argument("--area")
        ...     def run(self, arguments, output):
        ...         return 0
        >>> @hookimpl
        ... def plan_tasks_commands():
        ...     yield CommandType(
        ...         name="count",
        ...         summary="Count items",
        ...         options=NoOptions,
        ...         factory=lambda options, context: Count(),
        ...     )
        >>> [offered.name for offered in plan_tasks_commands()]
        ['count']
    """
    yield from ()
