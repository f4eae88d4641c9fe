"""How documents, guides and charts are read, as pure functions."""
