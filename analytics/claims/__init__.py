"""Choose the words that a measure's numbers allow; only this package says improved, worse, rising
or falling.
"""
