"""Style that can be tested. Every message says what to do instead."""
