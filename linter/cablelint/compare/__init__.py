"""Comparing two runs over one archive: which findings are gone, new or kept after a change."""
