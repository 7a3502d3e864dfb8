"""Cuts, searches and redacts text. Nothing here moves a character: every result is a span."""
