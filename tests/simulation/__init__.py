"""Nodes that crash and a bus that loses, repeats, reorders and delays, in one process and in a time of their own.

What runs is the real thing: delivery, healing, journal, presence, following, push, on the real statements. Only the
loop, the network and the disk are played, from one seed, so that every failure can be told again by its number.
"""
