"""Figures of the watch for a month or a year (DSA art. 15 and 24): how many, how soon, how it ended."""
