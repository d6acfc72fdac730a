"""Reading further than a case's window (break-glass): asked by one with a reason, opened by another, for a time."""
