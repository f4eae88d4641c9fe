"""Staff of providers and of the bureau: results that come back, claims, public notices, objections, official names."""
