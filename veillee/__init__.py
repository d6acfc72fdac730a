"""Veillée: a chat and meeting place that can be run lawfully and in which people are looked after."""

__version__ = "0.1.0"
