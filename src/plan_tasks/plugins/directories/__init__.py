"""Built-in directories, one file each."""
