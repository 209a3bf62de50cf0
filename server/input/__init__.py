"""Files of cases: JSON, YAML and CSV to cases, every wrong place shown in the file."""
