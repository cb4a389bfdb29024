"""Run by a test in a process of its own: a plan composed from its frozen bytes, with the clock a year ahead."""

import datetime
import sys
import time

AVANTI = 400 * 86_400 + 12_345
_adesso, _locale, _utc = time.time, time.localtime, time.gmtime


class Datetime(datetime.datetime):
    """``datetime`` with the same clock."""

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


time.time = lambda: _adesso() + AVANTI
time.localtime = lambda quando=None: _locale(time.time() if quando is None else quando)
time.gmtime = lambda quando=None: _utc(time.time() if quando is None else quando)
datetime.datetime = Datetime

if __name__ == "__main__":
    import django

    django.setup()
    from piano.composizione import compose

    pdf = compose(sys.stdin.buffer.read()).pdf
    sys.stdout.buffer.write(f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n".encode() + pdf)
