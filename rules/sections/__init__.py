"""The sections of a rulebook, a file each: nodes → checked values of `assize.rules.model`."""
