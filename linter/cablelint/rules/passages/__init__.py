"""Rules on paired passages: summary, comment, note, quoted text (CF 8)."""
