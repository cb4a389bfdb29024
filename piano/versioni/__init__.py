"""The versions of a plan: how two of them differ, the pages that show it, the dossier for the Assembly."""
