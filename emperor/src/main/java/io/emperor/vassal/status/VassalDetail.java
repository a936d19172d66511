package io.emperor.vassal.status;

import io.emperor.config.EffectiveValue;
import java.util.List;

/**
 * A vassal's status with what led to it. Immutable.
 *
 * @param status what is known of the vassal
 * @param past what happened to it, the latest last
 * @param configuration the values that were in force when it was loaded last, and where each came
 *     from; empty if it never was
 */
public record VassalDetail(
    VassalStatus status, List<HistoryEntry> past, List<EffectiveValue> configuration) {

  /** Copies the lists. */
  public VassalDetail {
    past = List.copyOf(past);
    configuration = List.copyOf(configuration);
  }
}
