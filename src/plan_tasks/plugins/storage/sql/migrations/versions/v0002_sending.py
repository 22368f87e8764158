"""What sending keeps: urgency and forms of a notice, its attempts, and small documents of the program's own."""

from alembic import context, op

from plan_tasks.plugins.storage.sql import migrations

revision = "plan_tasks_0002"
down_revision = "plan_tasks_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds them."""
    migrations.upgrade(op.get_bind(), to=2, **_options())


def downgrade() -> None:
    """Leaves them: what they hold is not to be lost, and the step before drops everything."""


def _options() -> dict[str, str]:
    """Where the tables are, as Alembic's configuration says."""
    return {
        name: value
        for name in ("prefix", "schema")
        if (value := context.config.get_main_option(f"plan_tasks_{name}")) is not None
    }
