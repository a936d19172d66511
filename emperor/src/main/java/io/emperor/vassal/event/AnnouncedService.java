package io.emperor.vassal.event;

import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.runtime.owner.Account;
import io.emperor.vassal.status.ServiceEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One registration of a vassal's, as others are told of it: that it is there, also when it is there
 * as something else, and at last that it is gone. Used by the vassal's queue alone.
 */
public final class AnnouncedService {

  private final Registration registration;
  private final String vassal;
  private final ServiceEvents events;
  private @Nullable ServiceEvent told;

  /** Of which nobody was told yet. */
  public AnnouncedService(Registration registration, String vassal, ServiceEvents events) {
    this.registration = registration;
    this.vassal = vassal;
    this.events = events;
  }

  /** What it is registered by. */
  public Registration registration() {
    return registration;
  }

  /**
   * Consul has confirmed it. What differs in nothing that was told is not told again: most reloads.
   *
   * @param command for a shell to run; empty for none
   * @param user whom it runs as; {@code null} for the emperor's user
   */
  public void registered(ServiceDefinition definition, String command, @Nullable Account user) {
    ServiceEvent now =
        new ServiceEvent(
            ServiceEvent.Kind.REGISTERED,
            vassal,
            definition.name(),
            definition.id(),
            Objects.requireNonNullElse(definition.address(), ""),
            definition.port(),
            definition.tags(),
            false);
    if (!now.equals(told)) {
      told = now;
      events.tell(now, command, user);
    }
  }

  /**
   * It is taken back: nobody has to be told who was never told that it is there.
   *
   * @param failed whether Consul could not be told
   * @param command for a shell to run; empty for none
   * @param user whom it runs as; {@code null} for the emperor's user
   */
  public void deregistered(boolean failed, String command, @Nullable Account user) {
    if (told != null) {
      events.tell(told.ended(failed), command, user);
      told = null;
    }
  }
}
