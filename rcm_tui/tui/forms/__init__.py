"""Forms: where a person writes, sees at once what is wrong, and records with Ctrl+S."""
