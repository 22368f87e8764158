"""The reader's words, as tables with an English gloss each.

Lives here: `lexicon` (what a word is and what it can mean), one table a topic, and `shipped`, which puts them
together. Not here: how words combine (``plan_tasks.drafting.grammar``). Imports nothing of ours but
``plan_tasks.model.vocabulary`` and ``plan_tasks.errors``; no table does anything.
"""
