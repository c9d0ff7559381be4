"""What a long-lived process tells the garbage collector once it stands."""

import gc


def settle_heap() -> None:
    """Leave what stands for the whole evening out of collections, and collect less often.

    Measured: going through all of it held up keys for 0.15 s, and cost the server a tenth of its votes a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
