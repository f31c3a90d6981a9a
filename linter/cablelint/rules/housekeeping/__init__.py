"""Rules about suppressions and about the rules themselves; the engine reports them."""
