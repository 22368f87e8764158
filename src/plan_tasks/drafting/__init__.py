"""From a document's text to a draft plan in which every claim points at the words that it came from.

Lives here: the importer contract (``contract``), the draft (``draft``), and the reader that the built-in importers
share: characters and tokens (``decoding``, ``characters``, ``numerals``, ``tokens``), vocabulary and patterns as data
(``vocabulary``, ``patterns``, ``grammar``), and what is read with them (``layout``, ``targets``, ``owners``,
``tables`` and their neighbours). ``accept`` turns a corrected draft into a plan.
Not here: the importers (``plan_tasks.plugins.importers``) and any reading of files: bytes come as arguments.
May import: ``plan_tasks.calendars``, ``plan_tasks.model``, ``plan_tasks.plugging.descriptor``, ``plan_tasks.errors``.
"""
