"""Built-in rules on changes, one file each: a host that wants another rule blocks the plugin by its name."""
