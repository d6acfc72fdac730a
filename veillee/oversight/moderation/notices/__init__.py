"""Notices from outside (DSA art. 16): no account, several items at once, and somebody in danger before everything."""
