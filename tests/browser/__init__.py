"""Stories through the real pages, in Chromium."""
