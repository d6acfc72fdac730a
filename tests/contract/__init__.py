"""What holds for anything whatever that is sent."""
