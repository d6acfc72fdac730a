"""What a message shows: words with roles, patterns, phone numbers, and the small grammar that puts them together."""
