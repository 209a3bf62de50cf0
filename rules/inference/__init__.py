"""What follows from a pattern of conditions: chained at load time, looked up in a table when serving."""
