"""How deadlines are written: the words of Chinese and English as tables, and the rules that put them together.

Lives here: tokens and the cursor over them (`tokens`), a text's tokens (`scanning`), what a phrase means in days
(`meaning`, `festivals`), dates in digits (`numeric`), and for each language its words (`chinese_words`,
`english_words`) and its rules (`chinese`, `chinese_recurring`, `english`, `english_times`, `english_recurring`), each a
small function. A text is taken apart into tokens once, and a rule looks at a bounded number of them, so reading takes
time in step with the length of the text.
Not here: what callers use (`plan_tasks.calendars.deadlines`). May import: the rest of `plan_tasks.calendars`.
"""
