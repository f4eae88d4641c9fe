"""The lifelong record: trainings, results, certificates, subsidies, summary documents and their verification.

Subsidies come under public notice before they are paid, and anyone may object.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (5): the same occupation and level is claimed once.
    Ordos plan 2019-2021, part 4 (3): claims are made public before payment.
"""
