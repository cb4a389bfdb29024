"""Who: comuni, enti, ambiti, people and what they may reach, the legal parameters, the registro."""
