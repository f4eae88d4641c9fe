"""What people are told: messages, guides, public notices."""
