"""What every room stands on: database, settings, clock, text, crypto, audit, documents. Knows no word of training."""
