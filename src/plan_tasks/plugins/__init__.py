"""Every built-in backend, channel, format, importer, method, calendar and rule, one folder a kind.

They come in through the same hooks as anyone's and use only public names. A module named in `BUILTINS` holds hooks and
descriptors; what is heavy is imported when its factory is called.
"""

#: Names of the modules that hold hooks, sorted; nothing is imported here.
BUILTINS: tuple[str, ...] = (
    "plan_tasks.plugins.calendars.china",
    "plan_tasks.plugins.calendars.weekdays",
    "plan_tasks.plugins.channels.apprise_services",
    "plan_tasks.plugins.channels.bus",
    "plan_tasks.plugins.channels.console",
    "plan_tasks.plugins.channels.dingtalk",
    "plan_tasks.plugins.channels.eml_folder",
    "plan_tasks.plugins.channels.feishu",
    "plan_tasks.plugins.channels.mail",
    "plan_tasks.plugins.channels.webhook",
    "plan_tasks.plugins.channels.wecom",
    "plan_tasks.plugins.directories.plan_owners",
    "plan_tasks.plugins.guards.separate_confirmation",
    "plan_tasks.plugins.importers.docx",
    "plan_tasks.plugins.importers.plan_text",
    "plan_tasks.plugins.importers.report_text",
    "plan_tasks.plugins.importers.tables",
    "plan_tasks.plugins.importers.xlsx",
    "plan_tasks.plugins.methods.eurostat",
    "plan_tasks.plugins.methods.evm",
    "plan_tasks.plugins.methods.pace",
    "plan_tasks.plugins.methods.score",
    "plan_tasks.plugins.methods.un_sdg",
    "plan_tasks.plugins.report_formats.csv_table",
    "plan_tasks.plugins.report_formats.ics",
    "plan_tasks.plugins.report_formats.json_document",
    "plan_tasks.plugins.report_formats.markdown",
    "plan_tasks.plugins.report_formats.terminal",
    "plan_tasks.plugins.report_kinds.ledger",
    "plan_tasks.plugins.report_kinds.overview",
    "plan_tasks.plugins.report_kinds.owner",
    "plan_tasks.plugins.storage.json_folder",
    "plan_tasks.plugins.storage.memory",
    "plan_tasks.plugins.storage.sql",
    "plan_tasks.plugins.storage.sqlite",
)
