"""Is anyone aged 21 or over without an offer?"""
