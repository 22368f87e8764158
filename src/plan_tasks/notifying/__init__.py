"""Who has to hear of what, when, and in which words; and how it is sent.

`rules` says when, `occasions` finds what is due, `wording` writes it, `queueing` makes outbox entries of it,
`recurring` says which of them are new and `outdating` which have lost their point (all of it pure); `retrying`
decides what follows from a channel's answer (pure), `dispatching` claims, sends and records. Channels and directories
are plugins; `contract` says what they must do. Imports the storage contract, the events of `workflow`, and what lies
below them.
"""

from plan_tasks.notifying.contract import Channel, ChannelType, Delivery, Directory, DirectoryType, Message, Outcome
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule

__all__ = [
    "DEFAULT_RULES",
    "Channel",
    "ChannelType",
    "Delivery",
    "Directory",
    "DirectoryType",
    "DueRule",
    "Message",
    "Outcome",
]
