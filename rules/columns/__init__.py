"""The column program: a rulebook over numpy columns, with the bits of the program over single cases."""
