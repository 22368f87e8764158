"""Track a plan."""
