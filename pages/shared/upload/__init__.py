"""The forms of the Data page: upload, questions, mapping, settings and history."""
