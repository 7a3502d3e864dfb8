"""The pages in the browser: they call journeys and show what comes back.

Text from a study reaches the page as plain text only: see `parts.plain`.
"""
