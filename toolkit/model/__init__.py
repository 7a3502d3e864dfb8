"""The nouns: frozen dataclasses that say what a turn, a code or a coding *is*.

Standard library only. A noun refuses a state it cannot have (`toolkit.errors.Invalid`), so a value that
exists is valid and no other room checks it again. One thing has one address: import from the module.
"""
