"""Have they a home, work or learning, their health history, and someone in touch?"""
