"""Measures Veillée against the bare limit of the machine and against what else one could run: bin/bench."""
