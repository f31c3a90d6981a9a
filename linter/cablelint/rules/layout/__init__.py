"""Rules on the layout; the grammar finds what they report."""
