"""Built-in storage backends, one folder each."""
