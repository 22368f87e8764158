"""Built-in calendars: `china` with its announced days, and `weekdays`."""
