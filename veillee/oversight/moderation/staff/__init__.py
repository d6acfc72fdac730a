"""Those who look after the place: how they are invited, sign in by passkey, and are on duty."""
