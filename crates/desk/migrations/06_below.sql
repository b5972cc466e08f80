-- Patterns clearly below their like (substitutes) are kept after the others of their set, and listed only when asked for.
ALTER TABLE pattern_finding ADD COLUMN below INTEGER NOT NULL DEFAULT 0;
