package io.emperor.fleet;

import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.FleetSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators want of the fleet. Each call waits for Consul, and throws a {@link
 * io.emperor.api.ConsulException} if it does not answer. Safe for use by many threads.
 */
public final class FleetCommands {

  private static final Logger log = LoggerFactory.getLogger(FleetCommands.class);

  private final FleetSlots slots;

  public FleetCommands(FleetSlots slots) {
    this.slots = slots;
  }

  /** The vassals with instances, and the emperors as far as these go. */
  public VassalInFleet.View view() {
    return VassalInFleet.of(FleetState.of(slots.look()));
  }

  /**
   * Has an emperor run no instances from now on, until {@link #undrain}, or takes that back.
   *
   * @param emperor its name
   * @throws FleetRefusedException if there is none in the fleet
   */
  public void drain(String emperor) {
    requireKnown(emperor);
    log.info("an operator drains {}", emperor);
    slots.drain(emperor, ("by " + slots.emperor()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Lets an emperor run instances again.
   *
   * @param emperor its name
   * @throws FleetRefusedException if there is none in the fleet
   */
  public void undrain(String emperor) {
    requireKnown(emperor);
    log.info("an operator undrains {}", emperor);
    slots.undrain(emperor);
  }

  private void requireKnown(String emperor) {
    FleetSnapshot snapshot = slots.look();
    if (!snapshot.emperors().containsKey(emperor) && !snapshot.drains().containsKey(emperor)) {
      throw FleetRefusedException.unknown(
          "no emperor named %s in the fleet: %s"
              .formatted(emperor, String.join(", ", snapshot.emperors().keySet())));
    }
  }

  /**
   * Says how many instances of a vassal there should be, until its files say something else. Where
   * they give a range that is the lower bound from then on, and so many there are: what it has
   * asked for before counts no more, but it can ask for more again.
   *
   * @param name the vassal's name
   * @param instances from 0
   * @throws FleetRefusedException if there is no such vassal, or there can't be so many
   */
  public void scale(String name, int instances) {
    FleetState fleet = FleetState.of(slots.look());
    Set<String> known = fleet.vassals();
    Offer offer = fleet.vassal(name).offer().orElse(null);
    if (offer == null) {
      throw FleetRefusedException.unknown(
          known.isEmpty()
              ? "no vassal of the fleet has instances"
              : "no vassal named %s has instances: %s".formatted(name, String.join(", ", known)));
    }
    if (instances > (offer.singleton() ? 1 : Offer.MOST)) {
      throw FleetRefusedException.refused(
          offer.singleton()
              ? name + " is a singleton: there is one, or with 0 none"
              : instances + " is more than " + Offer.MOST);
    }
    log.info("an operator scales {} to {}", name, instances);
    slots.scale(name, new Scale(instances, offer.instances()).bytes());
  }
}
