"""`python -m veillee` is `veillee`."""

from veillee.server.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
