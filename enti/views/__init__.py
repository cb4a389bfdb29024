"""Pages of people, invitations, permissions and files, by theme."""
