"""The proof: a folder for each room, journeys in a real browser, and the rules of the house."""
