"""What a machine gets that has only the clone, or only the wheel."""
