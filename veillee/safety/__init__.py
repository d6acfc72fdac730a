"""Rules and proof; knows nothing of rooms."""
