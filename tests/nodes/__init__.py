"""One place on two nodes, in one process, on one PostgreSQL."""
