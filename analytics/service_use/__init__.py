"""Who uses which service, and who uses none?"""
