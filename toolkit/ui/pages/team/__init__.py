"""Team: who is in the study."""
