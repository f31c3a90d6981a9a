"""Rules on the text as it was copied: encoding, residues, cut words and sentences."""
