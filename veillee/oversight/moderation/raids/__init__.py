"""Raids: one decision about many people at once, carried out in steps as a decision about each, and one undoing."""
