"""Goals of whole processes: what an import costs (G10), and memory (G13)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from benchmarks import orm, workload
from benchmarks.harness import Line, Run, fill, folder

__all__ = ["importing", "memory"]

_FOUR = "import pluggy, attrs, cattrs, dateutil.parser, dateutil.relativedelta, dateutil.rrule, sqlite3"


def importing(run: Run) -> list[Line]:
    """G10: what an import costs over an interpreter that imports nothing."""

    def python(code: str) -> Callable[[], None]:
        def run() -> None:
            subprocess.run([sys.executable, "-c", code], check=True)

        return run

    done = run.compare(
        {
            "bare": python("pass"),
            "ours": python("import plan_tasks"),
            "tracker": python("from plan_tasks import Tracker"),
            "four": python(_FOUR),
        },
        times=3,
    )
    four = done.median("four") - done.median("bare")
    plain, tracker = ((done.median(name) - done.median("bare")) / four for name in ("ours", "tracker"))
    return [
        Line("G10", "import plan_tasks: of its four dependencies", f"{plain:.2f}", "<= 1.2", plain <= 1.2),
        Line("G10", "from plan_tasks import Tracker: of the same", f"{tracker:.2f}"),
    ]


#: The peak is read where the system tells it of this program alone: what a parent held counts into `getrusage`.
_MEMORY = """
import sys
from pathlib import Path
what, file = sys.argv[1], Path(sys.argv[2])
if what == "orm":
    from sqlalchemy.orm import Session
    from benchmarks import orm, workload
    with Session(orm.open_orm(file)) as session:
        kept = list(orm.load_all(session))
else:
    from datetime import date
    from plan_tasks import Tracker
    day = date(2021, 8, 1)
    with Tracker.open(f"sqlite:///{file}", autoload=False) as tracker, open("/dev/null", "wb") as sink:
        if what == "ours":
            kept = list(tracker.standing("bench", on=day).rows())
        else:
            for stored in tracker.plans():
                tracker.render(stored.plan.id, "ledger", "csv", sink, on=day)
try:
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
except (OSError, IndexError):
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(peak // 1024)
"""


def memory(run: Run) -> list[Line]:
    """G13: peak memory of opening a plan, and of streaming a report of everything."""
    opened, streamed = run.sized(100_000), run.sized(1_000_000)
    with folder() as place:
        fill(place / "ours.db", opened)
        engine = orm.open_orm(place / "orm.db")
        for first in range(0, opened, 10_000):
            orm.build(engine, workload.plain(range(first, min(first + 10_000, opened))))
        engine.dispose()
        fill(place / "all.db", streamed)

        def megabytes(what: str, file: str) -> int:
            command = [sys.executable, "-c", _MEMORY, what, str(place / file)]
            return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

        ours, peer, stream = megabytes("ours", "ours.db"), megabytes("orm", "orm.db"), megabytes("stream", "all.db")
    figure = f"{ours / peer:.2f}; {ours} MB of {peer} MB"
    return [
        Line("G13", f"memory of opening {opened:,}: of the ORM's", figure, "<= 1", ours <= peer),
        Line("G13", f"memory of streaming a ledger of {streamed:,}", f"{stream} MB", "<= 150 MB", stream <= 150),
    ]
