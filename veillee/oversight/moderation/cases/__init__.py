"""Cases: append-only events about one subject, and the queue that is derived from them."""
