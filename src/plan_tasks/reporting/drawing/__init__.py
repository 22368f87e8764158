"""Charts drawn as SVG: pure functions from a chart and its colours to text, shared by every format that shows pictures.

Lives here: colours that stay legible (`colours`, `palette`), names of fonts (`fonts`), how much room text takes
(`fitting`), the elements of a picture (`sketch`), a file for each chart, and the one door to them (`charts`).
Not here: pages round a chart, and what a chart says, which is `plan_tasks.reporting.charts`.
May import the document model and the ways in which values are written. No library is needed.
"""
