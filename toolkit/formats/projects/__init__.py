"""Whole pieces of a study on their way in or out."""
