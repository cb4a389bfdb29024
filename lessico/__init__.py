"""The words of the house: plain Python values and functions shared by every app, with no Django in them."""
