"""What an outside classifier says of the words of a case, asked after the fact and shown beside it."""
