"""Service stations: clerks who act for people who are present, with their signed consent, and lists of villagers.

Follows the Personal Information Protection Law (articles 13, 14, 29 and 31: consent before anything is stored) and
GB/T 35273-2020 (8.7: objections are answered within thirty days). Questions about how a station works go to the
bureau's office of professional capacity building.
"""
