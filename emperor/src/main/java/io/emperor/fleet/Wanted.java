package io.emperor.fleet;

import io.emperor.api.KeyValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many instances of a vassal there should be. Immutable.
 *
 * @param least what its files say, or an operator
 * @param most as many as reinforcements may make of them; {@code least} where there are none
 * @param instances how many now: those in the slots from 0 to below that
 */
record Wanted(int least, int most, int instances) {

  private static final Wanted NONE = new Wanted(0, 0, 0);

  /**
   * Works it out.
   *
   * @param offer what the newest files say
   * @param scaled what an operator has said
   * @param reinforced the key that says how many there are since it has asked for more
   */
  static Wanted of(@Nullable Offer offer, byte @Nullable [] scaled, @Nullable KeyValue reinforced) {
    if (offer == null) {
      return NONE;
    }
    int asked =
        Optional.ofNullable(scaled)
            .flatMap(Scale::read)
            .filter(scale -> scale.configured() == offer.instances())
            .map(Scale::instances)
            .orElse(offer.instances());
    int least = offer.singleton() ? Math.min(1, asked) : asked;
    int most = least == 0 ? 0 : Math.max(least, offer.most());
    int instances = Reinforced.read(reinforced).map(Reinforced::instances).orElse(least);
    return new Wanted(least, most, Math.max(least, Math.min(most, instances)));
  }

  boolean isRange() {
    return most > least;
  }

  /** The same with another number of instances. */
  Wanted with(int number) {
    return new Wanted(least, most, number);
  }

  /** For people. */
  @Override
  public String toString() {
    String number = instances == 1 ? "1 instance" : instances + " instances";
    return isRange() ? number + " of " + least + "-" + most : number;
  }
}
