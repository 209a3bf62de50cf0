"""One decision: the pipeline over rules and scoring, its result, and many at once."""
