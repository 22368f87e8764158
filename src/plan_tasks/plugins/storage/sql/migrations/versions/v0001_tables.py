"""The first tables."""

from alembic import context, op

from plan_tasks.plugins.storage.sql import migrations

revision = "plan_tasks_0001"
down_revision = None
branch_labels = ("plan_tasks",)
depends_on = None


def upgrade() -> None:
    """Makes them."""
    migrations.upgrade(op.get_bind(), to=1, **_options())


def downgrade() -> None:
    """Drops them."""
    migrations.downgrade(op.get_bind(), **_options())


def _options() -> dict[str, str]:
    """Where the tables are, as Alembic's configuration says."""
    return {
        name: value
        for name in ("prefix", "schema")
        if (value := context.config.get_main_option(f"plan_tasks_{name}")) is not None
    }
