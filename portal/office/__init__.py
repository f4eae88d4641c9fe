"""Staff of providers and of the bureau: results that come back, and whatever the office will do besides."""
