"""The settings of the release, with one more address: a view that does nothing."""

from pianocasa.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.indirizzi"
