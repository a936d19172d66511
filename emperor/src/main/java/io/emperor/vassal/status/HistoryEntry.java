package io.emperor.vassal.status;

import io.emperor.api.Health;
import java.time.Instant;

/**
 * One thing that happened to a vassal. Immutable.
 *
 * @param at when
 * @param state the state that it led to
 * @param generation the generation that serves since, or was tried last
 * @param health what the vassal said of itself last
 * @param words what happened, in one line
 */
public record HistoryEntry(
    Instant at, VassalState state, int generation, Health.Status health, String words) {}
