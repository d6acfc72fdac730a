"""The desk: what staff do with cases. One case on the screen, with what is needed to decide it and nothing else."""
