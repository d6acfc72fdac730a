"""Reports: what members bring to the watch, and what came of it. Whoever reported is known to nobody else."""
