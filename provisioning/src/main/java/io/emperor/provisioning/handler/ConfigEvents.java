package io.emperor.provisioning.handler;

import java.nio.charset.StandardCharsets;

/**
 * Hands {@code config_updated} to whoever keeps configuration, at once and whatever else there is
 * to do, and the rest on. An event of that name is handed on when it was kept, so that handlers
 * find what it brought, and do not run again for what is sent again; a query is not, for it was
 * answered.
 */
public final class ConfigEvents implements SerfEvents {

  private static final String NAME = "config_updated";
  private static final byte[] NOTHING = {};

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
    ConfigUpdated.Taken taken = updates.take(event.input());
    if (event.isQuery()) {
      return taken.answer().orElse("").getBytes(StandardCharsets.UTF_8);
    }
    return taken.isNews() ? others.take(event) : NOTHING;
  }
}
