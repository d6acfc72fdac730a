"""What must not be lost when something breaks: the real server as a process of its own, on SQLite, under load.

Each fault is a function that takes its size, runs, checks and returns its figures; pytest runs them small, bin/faults
large. What is random comes from a seed that is printed.
"""
