"""Two states made one, and what is left for a person: versions of a codebook, revisions of a text, codings.

`replay` checks that change records turn one version into the next, `compare` says what changed and proposes
records, `resolve` sees codings at another version than theirs, and `coverage` says which readings that
leaves incomplete. `anchor` finds quotations of one revision of a transcript in another. Nothing is rewritten
here: what comes out is a view.
"""
