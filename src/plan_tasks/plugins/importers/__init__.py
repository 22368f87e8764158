"""The built-in importers, a file each: which documents they know and how they hand them to the reader.

Not here: the reading itself (`plan_tasks.drafting`). Imports public names of `plan_tasks` only, and the reader's parts
when a document is read.
"""
