package io.emperor.runtime.apps;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.Objects;
import java.util.function.Supplier;

/** Does what the test's hand does, which it finds among the system's properties. */
public final class Puppet implements Vassal {

  /** The property that holds a {@link Supplier} of the hand. */
  public static final String HAND = "emperor.test.hand";

  private final Vassal hand;

  /** Takes the hand. */
  public Puppet() {
    Object supplier = Objects.requireNonNull(System.getProperties().get(HAND), HAND);
    hand = (Vassal) ((Supplier<?>) supplier).get();
  }

  @Override
  public void start(VassalContext context) throws Exception {
    hand.start(context);
  }

  @Override
  public void stop() throws Exception {
    hand.stop();
  }

  @Override
  public Health health() {
    return hand.health();
  }
}
