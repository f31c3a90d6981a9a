"""Configuration: which file applies to a text, what it may hold, and the settings it gives."""
