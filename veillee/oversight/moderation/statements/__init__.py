"""Statements of reasons (DSA art. 17) and complaints about them (art. 20)."""
