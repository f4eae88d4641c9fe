"""Reckon what the policy gives: facts in, verdicts out.

Everything here is pure: no database, no web, no clock. ``logic``, ``places``, ``people`` and ``claims`` hold
the conventions of the data's ``semantics``; ``conditions`` and ``verdicts`` read a rule; ``reader``,
``schema`` and ``book`` read the data; ``examples``, ``frozen`` and ``questions`` serve the people who ask.
"""
