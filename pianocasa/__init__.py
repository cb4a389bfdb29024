"""How Pianocasa starts: settings, addresses, server. Imports nobody but Django and its apps."""
