"""From the parse tree to the model: one module for each part of a telegram."""
