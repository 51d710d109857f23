"""Excel files for users: a month, the template to fill in, a marked copy, and the plan as a
workbook.
"""
