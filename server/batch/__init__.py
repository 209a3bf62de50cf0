"""Files of cases by the million: read in pieces, decided, written in parts. A killed job goes on."""
