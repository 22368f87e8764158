"""The built-in commands: each module adds its parsers with ``add(commands, shared)`` and runs what they read.

`GROUPS` is how help lists them.
"""

#: Title of a group -> its commands, each with the module that adds it, in the order of help.
GROUPS = {
    "try it": {"demo": "demo", "check": "check"},
    "from a document to a plan": {"draft": "draft", "import": "importing"},
    "see how it stands": {
        "list": "listing",
        "show": "listing",
        "assess": "assessing",
        "history": "history",
        "changes": "history",
    },
    "record what happens to an item": {
        "assign": "changing",
        "progress": "returns",
        "collect": "collecting",
        "observe": "changing",
        "complete": "changing",
        "confirm": "changing",
        "extend": "changing",
        "suspend": "changing",
        "resume": "changing",
        "cancel": "changing",
        "reopen": "changing",
    },
    "tell others": {
        "notify": "notifying",
        "outbox": "outbox",
        "mute": "silencing",
        "unmute": "silencing",
        "silences": "silencing",
        "hours": "silencing",
        "render": "rendering",
    },
    "take it along": {"export": "exporting", "restore": "exporting", "copy": "copying"},
    "look after the store": {"verify": "storekeeping", "forget": "storekeeping", "vacuum": "storekeeping"},
    "look after the program": {"plugins": "plugins", "doctor": "plugins", "completion": "completion"},
}
