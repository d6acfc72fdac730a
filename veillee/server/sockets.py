"""How many sockets this process may have: as many as the system allows, but for what the rest of it needs."""

import resource

FILES_MAX = 1_048_576
FILES_KEPT = 256


def allow_many() -> None:
    """Raise the soft limit of open files, often 1,024, as far as the hard one lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_MAX if hard == resource.RLIM_INFINITY else min(hard, FILES_MAX)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def count_allowed() -> int:
    """Without a bound, one connection too many would keep the database and the log from opening a file."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = FILES_MAX if soft == resource.RLIM_INFINITY else soft
    return max(files // 2, files - FILES_KEPT)
