"""Configuration: which file applies to a path, its keys, and the settings that result."""
