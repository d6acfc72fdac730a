"""What is wrong with a policy file, and where."""


class PolicyError(Exception):
    """A policy file that cannot be used. `str()` reads `FILE:LINE: what is wrong`."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem
