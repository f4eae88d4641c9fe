"""Say what the policy gives a person, each answer with its clause.

Owns the rules of the policy documents as data, the engine that reads them, and the pages where a person
asks. Keeps no row about anyone: facts come in, verdicts go out. Follows the documents named in
``data/rules.yaml`` and the ``semantics`` written there; the text of each document lies in ``data/documents``.
Ask the bureau's policy desk (12333) what a clause means; the ``semantics`` say how the data are read.
"""
