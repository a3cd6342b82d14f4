//! Who waits, who is free, who gets whom. Pure functions over (waiting, agents, now).
