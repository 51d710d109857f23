"""Recognise tables and their month, from files, headings, dates in titles and names, mappings and
formats.
"""
