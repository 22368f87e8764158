"""Makes ``python -m plan_tasks`` the same as ``plan-tasks``."""

from plan_tasks.cli.main import main

if __name__ == "__main__":
    main()
