"""Applications, seats, the waiting list, wishes: from "I want this class" to sitting in it."""
