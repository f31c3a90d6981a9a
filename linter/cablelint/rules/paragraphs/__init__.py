"""Rules on the numbers of paragraphs and their portion marks (CF 7)."""
