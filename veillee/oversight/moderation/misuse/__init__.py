"""Misuse of the watch (DSA art. 23): whoever keeps reporting without any ground is warned, then suspended for a time.

Who that is appears to nobody: staff reach them through what they sent, and read their numbers.
"""
