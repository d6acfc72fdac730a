"""Stories of people, told through the contract."""
