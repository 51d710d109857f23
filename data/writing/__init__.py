"""Excel files for people: a month, the template to fill, a marked copy, the plan as a workbook."""
