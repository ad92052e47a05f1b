"""What residents say: filing, dispatch, clocks, answers. Not built yet: an empty room beside `fees`."""
