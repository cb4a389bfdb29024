"""What prepares a machine and a repository: the steps of the set-up, the pictures of the guide."""
