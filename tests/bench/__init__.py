"""Measure the budgets of the portal, side by side with the bare floor: ``make bench``.

Nothing here is asserted by a timed test; the machine is noisy, and the table is read by people.
"""
