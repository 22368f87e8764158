"""Reports: a plan and its assessment become a format-neutral document, which formats turn into bytes.

Lives here: the document model (`cells`, `blocks`, `charts`, `document`), what a kind of report is given (`view`), what
kinds, formats and stages must do (`contract`), and what the core does between them (`composing`, `stages`, `sealing`,
`degrading`), with the words (`wording`) and the way values are written as text (`formatting`, `escaping`).
Not here: any kind or format of report; each is a plugin in `plan_tasks.plugins`.
May import `plan_tasks.assessment` and what lies below it, and the descriptor base of `plan_tasks.plugging`.
"""
