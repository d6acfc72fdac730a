"""Evidence of a case: what is sealed when, who opens it, and what the case shows when its words are gone elsewhere."""
