"""Are we calling everyone every quarter, and what do they say?"""
