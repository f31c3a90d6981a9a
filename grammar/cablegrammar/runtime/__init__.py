"""What runs Lark's tables: terminals, automaton, tree; nothing here knows telegrams."""
