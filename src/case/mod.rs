//! What a buyer wants settled: the case file, its number, priority and deadline.
