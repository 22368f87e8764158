"""What ``plan-tasks demo`` runs: the whole job on one report, offline and with made-up results.

`results` makes up a year, `owners` names units where a report names none, `running` goes through the steps. The same
report gives the same files, since day and chance come from the report itself and not from the machine.
"""
