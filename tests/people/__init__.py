"""Who you are: registration, sign-in, consent, and being forgotten."""
