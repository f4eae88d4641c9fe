"""The desk of providers and bureaus: what comes in by file."""
