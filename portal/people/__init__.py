"""Who you are: persons, sign-in, consent, who may enter where.

Follows the Personal Information Protection Law (articles 13-17, 28-30, 44-47) and GB/T 35273-2020.
"""
