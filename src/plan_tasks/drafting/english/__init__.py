"""The reader's English: words, tokens, grammar, owners and measures of plans that are written in English.

Lives here: what the language decides. Not here: what it shares with Chinese (layout, outline, tables, the draft), and
the choice between the two (``plan_tasks.drafting.tongues``).
"""
