package io.emperor.provisioning.handler;

import java.nio.charset.StandardCharsets;

/**
 * Hands {@code config_updated} to whoever keeps configuration, at once and whatever else there is
 * to do, and the rest on. An event of that name is handed on as well, so that it can have handlers;
 * a query is not, for it was answered.
 */
public final class ConfigEvents implements SerfEvents {

  private static final String NAME = "config_updated";

  private final ConfigUpdated updates;
  private final SerfEvents others;

  /**
   * Takes none yet.
   *
   * @param others takes what else there is
   */
  public ConfigEvents(ConfigUpdated updates, SerfEvents others) {
    this.updates = updates;
    this.others = others;
  }

  @Override
  public byte[] take(SerfEvent event) {
    if (!event.name().equals(NAME)) {
      return others.take(event);
    }
    String answer = updates.take(event.input()).orElse("");
    return event.isQuery() ? answer.getBytes(StandardCharsets.UTF_8) : others.take(event);
  }
}
