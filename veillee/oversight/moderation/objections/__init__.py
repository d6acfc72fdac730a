"""Objections: complaints about a decision to do nothing (DSA art. 20(1)), by whoever reported or gave notice."""
