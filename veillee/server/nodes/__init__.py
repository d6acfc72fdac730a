"""Several nodes, one place: each tells the others what it stored, and reads in the database what it was not told."""

from veillee.server.nodes.nodes import Nodes

__all__ = ["Nodes"]
