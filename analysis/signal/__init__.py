"""From samples to motion: screened, on even ticks, with the vertical and its angular rate."""
