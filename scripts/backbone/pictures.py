"""Pictures to calibrate with that belong to nobody: discs of all sizes one before the other ("dead leaves", whose
statistics are close to those of photos: A. B. Lee, D. Mumford, J. Huang, 2001), under light, texture, blur and grain."""

import numpy as np

LARGEST, SMALLEST = 0.5, 0.012
DISCS = 500


def pictures(count, side, seed):
    """Yields `count` pictures, uint8 [side, side, 3]; the same for the same seed."""
    random = np.random.Generator(np.random.PCG64(seed))
    for _ in range(count):
        yield _picture(random, side)


def _picture(random, side):
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float64) / side
    palette = _colours(random, 6)
    light = np.empty((side, side, 3))
    light[:] = palette[0]
    # Density of radii r^-3: what makes the picture look the same from near and far.
    low, high = SMALLEST**-2, LARGEST**-2
    radii = (low + random.random(DISCS) * (high - low)) ** -0.5
    order = random.permutation(DISCS)
    for radius in radii[order]:
        cx, cy, stretch, angle = random.random(4) * (1.2, 1.2, 1, np.pi) - (0.1, 0.1, 0, 0)
        colour = palette[random.integers(len(palette))] + random.normal(0, 0.08, 3)
        slope, wave = random.normal(0, 0.3, 2), random.random(2)
        # Nothing of it is further away than its radius.
        near = tuple(slice(max(0, int((c - radius) * side)), max(0, int((c + radius) * side) + 2)) for c in (cy, cx))
        x, y = columns[near], rows[near]
        u, v = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle), (y - cy) * np.cos(angle) - (x - cx) * np.sin(angle)
        inside = (np.abs(u) / radius) ** 2 + (np.abs(v) / (radius * (0.3 + 0.7 * stretch))) ** 2 < 1
        shade = 1 + slope[0] * u[inside] / radius + slope[1] * v[inside] / radius
        if wave[0] < 0.4:
            shade += 0.35 * np.sin(u[inside] * (20 + 300 * wave[1]))
        light[near][inside] = colour * shade[:, None]
    light *= 1 + 0.5 * (_smooth(random, side)[..., None] - 0.5)
    for _ in range(random.integers(0, 4)):
        light = (light + np.roll(light, 1, 0) + np.roll(light, 1, 1) + np.roll(light, (1, 1), (0, 1))) / 4
    exposure, contrast = random.uniform(0.6, 1.3), random.uniform(0.7, 1.4)
    light = 0.5 + (light * exposure - 0.5) * contrast + random.normal(0, random.uniform(0, 0.05), light.shape)
    return np.clip(np.rint(light * 255), 0, 255).astype(np.uint8)


def _colours(random, count):
    """Most of a photo is dull, some of it is not."""
    grey = random.random((count, 1))
    return np.clip(grey + random.normal(0, 1, (count, 3)) * random.choice([0.04, 0.15, 0.35], (count, 1)), 0, 1)


def _smooth(random, side):
    """Light that changes slowly: a few random values, bent smoothly into each other."""
    coarse = random.random((4, 4))
    at = np.linspace(0, 2.999, side)
    whole = at.astype(int)
    part = (1 - np.cos((at - whole) * np.pi)) / 2
    lines = coarse[whole] * (1 - part[:, None]) + coarse[whole + 1] * part[:, None]
    return lines[:, whole] * (1 - part) + lines[:, whole + 1] * part
