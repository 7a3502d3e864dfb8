"""REFI-QDA projects (.qdpx, .qde), which most programs for qualitative analysis exchange."""
