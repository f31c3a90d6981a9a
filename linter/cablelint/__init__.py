"""Validate and lint US State Department telegrams and archives of them."""

__version__ = "0.1.0"
