"""People being together: who is here, how they came in, what they say to each other."""
