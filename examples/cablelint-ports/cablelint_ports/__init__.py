"""An example: a rule and a reader for cablelint."""
