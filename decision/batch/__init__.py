"""Many cases at once: Arrow record batches of facts in, of decisions out. A row gets what it gets alone."""
