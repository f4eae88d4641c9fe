"""What is offered: occupations, the demand catalog, providers, class sessions.

Follows 内人社发〔2022〕31号 (demand catalog, two directories) and the 2022 national classification of occupations.
"""
