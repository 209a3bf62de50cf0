"""What is true: the rulebook language (load, check, compile) and the inference tables."""
