"""Which table is this, and for which month? Files, headings, dates in titles and names, mappings, and the formats."""
