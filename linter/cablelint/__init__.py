"""Validate and lint US State Department telegrams and archives of them."""

__version__ = "0.1.0"
#: The day of the release as YYYY-MM-DD, empty until there is one. Citation, man page and changelog
#: take version and day from here.
__date__ = ""
