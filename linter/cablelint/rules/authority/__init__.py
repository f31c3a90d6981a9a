"""Rules on the classification authority and its reasons (CBL521-CBL525)."""
