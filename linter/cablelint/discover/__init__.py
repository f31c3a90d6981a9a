"""Which files a run takes."""

from cablelint.discover.listing import Listing
from cablelint.discover.omissions import MissingPathError, Omissions
from cablelint.discover.search import collect, excluded, takes

__all__ = ["Listing", "MissingPathError", "Omissions", "collect", "excluded", "takes"]
