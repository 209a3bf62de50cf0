"""How much: value functions, weights, sums, intervals and their explanation; pure functions."""
