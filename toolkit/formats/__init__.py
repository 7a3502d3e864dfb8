"""Everything that knows a file ending: four families of same-shaped modules."""
