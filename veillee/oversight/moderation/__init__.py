"""Reports, cases, decisions, statements of reasons, complaints, staff and their duty."""
