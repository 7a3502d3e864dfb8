"""Names in texts: candidates, all occurrences, near-misses, and texts in which they are replaced.

`rules` knows forms (addresses of e-mail, numbers, dates), `cues` the words that come before a name, `model`
asks spaCy, `finding` puts together what all of them found. `matching` finds the words of a key list again,
`near` what is almost one of them, `redacting` replaces them and tells where every passage went.
"""
