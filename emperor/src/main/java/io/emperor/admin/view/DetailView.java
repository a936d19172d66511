package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.emperor.config.EffectiveValue;
import io.emperor.vassal.status.HistoryEntry;
import io.emperor.vassal.status.VassalDetail;
import java.util.List;
import java.util.Locale;

/**
 * One vassal as the API shows it, with its effective configuration and its last events.
 *
 * @param vassal the vassal; its fields stand beside the others
 * @param configuration the values in force, in the order of the documentation
 * @param events what happened to it, the latest last
 */
public record DetailView(
    @JsonUnwrapped VassalView vassal,
    @JsonProperty List<ValueView> configuration,
    @JsonProperty List<EventView> events) {

  /**
   * A value in force and where it came from.
   *
   * @param key the key
   * @param value the value, with stars for what looks like a secret
   * @param origin {@code FILE:LINE}, {@code --vassal-set} or {@code default}
   */
  public record ValueView(
      @JsonProperty String key, @JsonProperty String value, @JsonProperty String origin) {

    static ValueView of(EffectiveValue value) {
      return new ValueView(value.key(), value.shown(), value.origin());
    }
  }

  /**
   * What happened.
   *
   * @param at when, in ISO 8601
   * @param state the state since
   * @param generation the generation that serves since, or was tried last
   * @param health what the vassal had said of itself
   * @param message what happened, in one line
   */
  public record EventView(
      @JsonProperty String at,
      @JsonProperty String state,
      @JsonProperty int generation,
      @JsonProperty String health,
      @JsonProperty String message) {

    static EventView of(HistoryEntry entry) {
      return new EventView(
          entry.at().toString(),
          entry.state().word(),
          entry.generation(),
          entry.health().name().toLowerCase(Locale.ROOT),
          entry.words());
    }
  }

  public static DetailView of(VassalDetail detail) {
    return new DetailView(
        VassalView.of(detail.status()),
        detail.configuration().stream().map(ValueView::of).toList(),
        detail.past().stream().map(EventView::of).toList());
  }
}
